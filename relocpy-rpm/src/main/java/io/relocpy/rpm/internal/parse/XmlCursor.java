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
 * A forward cursor over the elements of an untrusted XML document: no declarations, no custom entities, and limits on depth,
 * text, markup ({@link MarkupGuard}) and the input that one step may consume, since the parser keeps a whole tag or comment in
 * memory.
 */
public final class XmlCursor implements AutoCloseable {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STEP = 4 << 20;
    private static final int MAX_TEXT = 4 << 20;

    /** Supersets of ASCII. */
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
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            throw bad(e);
        }
    }

    /** Opens a cursor, which then owns the stream. */
    public static XmlCursor open(InputStream in, String where) throws IOException {
        return guarded(new MarkupGuard(in, where), where);
    }

    /** As above, but decompresses and checks the input in a read-ahead thread: for large documents. */
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

    /** Creates a factory for each document, since a factory keeps the names of all elements. */
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
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            throw bad(e);
        }
    }

    private int step() throws XMLStreamException, IOException {
        input.left = MAX_STEP;
        int event = reader.next();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (++depth > MAX_DEPTH) {
                    throw new FormatException(
                            where(), "elements nested at most " + MAX_DEPTH + " deep", "deeper nesting");
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.ENTITY_REFERENCE ->
                throw new FormatException(where(), "only predefined entities", "&" + reader.getLocalName() + ";");
            default -> {
                // text, comments, and the document type are ignored
            }
        }
        return event;
    }

    public boolean isStart() {
        return reader.getEventType() == XMLStreamConstants.START_ELEMENT;
    }

    /** Returns the element's name without its prefix. */
    public String name() {
        return reader.getLocalName();
    }

    /** Returns an attribute by its name without a prefix. */
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

    /** Returns an attribute that must be present. */
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
     * Returns the text of the element at whose start the cursor is, and moves to its end. Empty if it contains elements, as in
     * libsolv.
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
                        // comments and processing instructions are ignored
                    }
                }
            }
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            throw bad(e);
        }
    }

    public String where() {
        return where + ", line " + line();
    }

    int line() {
        return reader.getLocation().getLineNumber();
    }

    /** Returns the stream's own exception, or the parser's, which says the position in its own way. */
    private IOException bad(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FormatException format) {
                return format;
            }
        }
        int line = e instanceof XMLStreamException stream && stream.getLocation() != null
                ? stream.getLocation().getLineNumber()
                : -1;
        return new FormatException(
                line < 0 ? where : where + ", line " + line,
                "well-formed XML",
                String.valueOf(e.getMessage()).replaceFirst("(?s)\\s*at \\[row,col.*", ""));
    }

    @Override
    public void close() throws IOException {
        try (input) {
            reader.close();
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            throw bad(e);
        }
    }

    /** Stops a parser that consumes too much input in one step. */
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
