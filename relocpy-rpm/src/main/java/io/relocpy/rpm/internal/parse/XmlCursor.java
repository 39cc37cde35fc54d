package io.relocpy.rpm.internal.parse;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A forward walk over the elements of an XML document from a stranger: no declarations, no entities of its own, and bounds on
 * depth, on text, on markup ({@link MarkupGuard}), and on the input that one step may take, since the parser holds a
 * whole tag or comment in memory.
 */
public final class XmlCursor implements AutoCloseable {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STEP = 4 << 20;
    private static final int MAX_TEXT = 4 << 20;

    /** Those in which ASCII stands for itself. */
    private static final Set<String> ENCODINGS = Set.of("UTF-8", "US-ASCII", "ISO-8859-1");

    private final String where;
    private final SteppedStream input;
    private final XMLStreamReader reader;
    private int depth;

    private XmlCursor(InputStream in, String where) throws IOException {
        this.where = where;
        this.input = new SteppedStream(in);
        try {
            this.reader = factory().createXMLStreamReader(input);
            if (!ENCODINGS.contains(reader.getEncoding())) {
                throw new FormatException(where, "UTF-8", "the encoding " + reader.getEncoding());
            }
        } catch (XMLStreamException | RuntimeException e) { // also what the parser does not foresee
            throw bad(e);
        }
    }

    /** Walks the stream, which the cursor then owns. */
    public static XmlCursor open(InputStream in, String where) throws IOException {
        return guarded(new MarkupGuard(in, where), where);
    }

    /** As above, decompressing and looking at what comes while the cursor walks: for the large documents. */
    static XmlCursor openAhead(InputStream in, String where) throws IOException {
        return guarded(new ReadAhead(new MarkupGuard(in, where)), where);
    }

    private static XmlCursor guarded(InputStream in, String where) throws IOException {
        try {
            return new XmlCursor(in, where);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** One for each document: the names of a stranger's elements are kept by the factory. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** Moves to the next start or end of an element; false at the end of the document. */
    public boolean next() throws IOException {
        try {
            while (reader.hasNext()) {
                int event = step();
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException | RuntimeException e) { // also what the parser does not foresee
            throw bad(e);
        }
    }

    private int step() throws XMLStreamException, IOException {
        input.left = MAX_STEP;
        int event = reader.next();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (++depth > MAX_DEPTH) {
                    throw new FormatException(where(), "elements at most " + MAX_DEPTH + " deep", "deeper ones");
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.ENTITY_REFERENCE ->
                throw new FormatException(where(), "no entities of its own", "&" + reader.getLocalName() + ";");
            default -> {
                // text, comments, a document type, which is read by nobody
            }
        }
        return event;
    }

    public boolean isStart() {
        return reader.getEventType() == XMLStreamConstants.START_ELEMENT;
    }

    /** Without the prefix. */
    public String name() {
        return reader.getLocalName();
    }

    /** An attribute by its name without prefix. */
    public @Nullable String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    public String attribute(String name, String absent) {
        String value = attribute(name);
        return value == null ? absent : value;
    }

    /** An attribute that must be there. */
    public String required(String name) throws FormatException {
        String value = attribute(name);
        if (value == null) {
            throw new FormatException(where(), "an attribute " + name + " of " + name(), "none");
        }
        return value;
    }

    int attributes() {
        return reader.getAttributeCount();
    }

    String attributeName(int index) {
        return reader.getAttributeLocalName(index);
    }

    String attributeValue(int index) {
        return reader.getAttributeValue(index);
    }

    /**
     * The text of the element at whose start the cursor stands; empty where there are elements within, as for libsolv. Moves
     * to its end.
     */
    public String text() throws IOException {
        String element = name();
        int outside = depth - 1;
        boolean mixed = false;
        try {
            String first = "";
            StringBuilder more = null;
            while (true) {
                switch (step()) {
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (first.isEmpty()) {
                            first = reader.getText();
                        } else {
                            more = more == null ? new StringBuilder(first) : more;
                            more.append(reader.getText());
                            if (more.length() > MAX_TEXT) {
                                throw new FormatException(
                                        where(), "at most " + MAX_TEXT + " characters in " + element, "more");
                            }
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (depth == outside) {
                            return mixed ? "" : more == null ? first : more.toString();
                        }
                    }
                    case XMLStreamConstants.START_ELEMENT -> mixed = true;
                    default -> {
                        // comments and processing instructions say nothing
                    }
                }
            }
        } catch (XMLStreamException | RuntimeException e) { // also what the parser does not foresee
            throw bad(e);
        }
    }

    public String where() {
        return where + ", line " + line();
    }

    int line() {
        return reader.getLocation().getLineNumber();
    }

    /** The stream's own complaint, or the parser's. */
    private IOException bad(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FormatException format) {
                return format;
            }
        }
        return new FormatException(where, "well-formed XML", e);
    }

    @Override
    public void close() throws IOException {
        try (input) {
            reader.close();
        } catch (XMLStreamException | RuntimeException e) { // also what the parser does not foresee
            throw bad(e);
        }
    }

    /** Stops a parser that wants to swallow more than a bound at one step. */
    private final class SteppedStream extends BlockStream {
        private final InputStream in;
        private long left = MAX_STEP;

        SteppedStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new FormatException(where, "tags, comments and texts of at most " + MAX_STEP + " bytes", "more");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
