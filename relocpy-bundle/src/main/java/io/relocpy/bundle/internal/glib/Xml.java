package io.relocpy.bundle.internal.glib;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.relocpy.repository.FormatException;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads XML of packages, without what DTDs declare and without external entities. Limits what makes the parser slow: its time
 * grows with the square of the attributes of a tag, and of the different names in a document.
 */
final class Xml {
    /** Bytes of a tag, a comment or a DTD; the largest of Debian is a DTD of 7 KiB. */
    private static final int MAX_STEP = 128 << 10;

    private static final int MAX_ATTRIBUTES = 64;

    /** Different names of elements and attributes. */
    private static final int MAX_NAMES = 1024;

    private final Steps input;
    private final XMLStreamReader reader;
    private final Set<String> names = new HashSet<>();

    private Xml(Steps input, XMLStreamReader reader) {
        this.input = input;
        this.reader = reader;
    }

    static Xml of(byte[] xml, int start, String where) throws FormatException {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false); // all faults are then those of next()
        Steps input = new Steps(xml, start);
        try {
            return new Xml(input, factory.createXMLStreamReader(input));
        } catch (XMLStreamException | RuntimeException e) {
            throw new FormatException(where, "XML", e);
        }
    }

    /** The parser, to look at what {@link #next} came to. */
    XMLStreamReader reader() {
        return reader;
    }

    /** The next event. */
    int next(String where) throws FormatException {
        int event;
        input.left = MAX_STEP;
        try {
            event = reader.next();
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            if (input.left <= 0) {
                throw new FormatException(where, "tags and comments of at most " + MAX_STEP + " bytes", "more");
            }
            throw new FormatException(where, "XML", e);
        }
        if (reader.isStartElement()) {
            checkNames(where);
        }
        return event;
    }

    private void checkNames(String where) throws FormatException {
        names.add(reader.getLocalName());
        int attributes = reader.getAttributeCount();
        for (int i = 0; i < Math.min(attributes, MAX_ATTRIBUTES); i++) {
            names.add(reader.getAttributeLocalName(i));
        }
        if (attributes > MAX_ATTRIBUTES || names.size() > MAX_NAMES) {
            throw new FormatException(
                    where,
                    "at most " + MAX_ATTRIBUTES + " attributes of an element, and " + MAX_NAMES + " names",
                    "more");
        }
    }

    /** Ends where a step would become too large. */
    private static final class Steps extends ByteArrayInputStream {
        private int left = MAX_STEP;

        Steps(byte[] bytes, int start) {
            super(bytes, start, bytes.length - start);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int read = left <= 0 ? -1 : super.read(target, offset, Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public synchronized int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
