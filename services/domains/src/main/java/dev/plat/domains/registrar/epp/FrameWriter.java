package dev.plat.domains.registrar.epp;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a frame's XML, each element with its name space's usual prefix. */
final class FrameWriter {

    private static final Map<String, String> PREFIXES =
            Map.of(
                    Vocabulary.EPP, "",
                    Vocabulary.DOMAIN, "domain",
                    Vocabulary.CONTACT, "contact",
                    Vocabulary.HOST, "host",
                    Vocabulary.GRACE, "rgp",
                    Vocabulary.DNSSEC, "secDNS",
                    Vocabulary.FEE, "fee");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter xml;

    /** What stands inside an element. */
    interface Inside {
        void write() throws XMLStreamException;
    }

    private FrameWriter() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
    }

    /** A part of a frame. */
    interface Part {
        void write(FrameWriter to) throws XMLStreamException;
    }

    /** The whole frame around its one part. */
    static byte[] frame(Part content) {
        try {
            FrameWriter writer = new FrameWriter();
            writer.xml.writeStartDocument("UTF-8", "1.0");
            writer.element(Vocabulary.EPP, "epp", Map.of(), () -> content.write(writer));
            writer.xml.writeEndDocument();
            writer.xml.close();
            return writer.bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML to memory", e);
        }
    }

    /** An object's outermost element declares its prefix; those inside use it. */
    void object(String space, String name, Inside inside) throws XMLStreamException {
        String prefix = PREFIXES.getOrDefault(space, "");
        xml.writeStartElement(prefix, name, space);
        xml.writeNamespace(prefix, space);
        inside.write();
        xml.writeEndElement();
    }

    void element(String space, String name, Map<String, String> attributes, Inside inside)
            throws XMLStreamException {
        String prefix = PREFIXES.getOrDefault(space, "");
        xml.writeStartElement(prefix, name, space);
        if (name.equals("epp")) {
            xml.writeDefaultNamespace(space);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
        inside.write();
        xml.writeEndElement();
    }

    void element(String space, String name, Inside inside) throws XMLStreamException {
        element(space, name, Map.of(), inside);
    }

    void text(String space, String name, Object text) throws XMLStreamException {
        element(space, name, () -> xml.writeCharacters(text.toString()));
    }

    void text(String space, String name, Map<String, String> attributes, Object text)
            throws XMLStreamException {
        element(space, name, attributes, () -> xml.writeCharacters(text.toString()));
    }

    void texts(String space, String name, List<String> texts) throws XMLStreamException {
        for (String text : texts) {
            text(space, name, text);
        }
    }

    void empty(String space, String name, Map<String, String> attributes)
            throws XMLStreamException {
        element(space, name, attributes, () -> {});
    }
}
