package io.relocpy.bundle.internal.glib;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.relocpy.repository.FormatException;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/** Reads XML of packages, without what DTDs declare and without external entities. */
final class Xml {
    private Xml() {}

    static XMLStreamReader reader(byte[] xml, int start, String where) throws FormatException {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false); // all faults are then those of next()
        try {
            return factory.createXMLStreamReader(new ByteArrayInputStream(xml, start, xml.length - start));
        } catch (XMLStreamException | RuntimeException e) {
            throw new FormatException(where, "XML", e);
        }
    }

    /** The next event. */
    static int next(XMLStreamReader reader, String where) throws FormatException {
        try {
            return reader.next();
        } catch (XMLStreamException | RuntimeException e) { // including unexpected failures of the parser
            throw new FormatException(where, "XML", e);
        }
    }
}
