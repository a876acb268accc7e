package dev.plat.ops.sandbox.registry.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** Elements from bytes and back; without document types and entities. */
public final class Xml {

    private static final int DEPTH_MAX = 32;

    private Xml() {}

    static XMLStreamReader reader(InputStream bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // without it broken bytes are told to standard error
        factory.setXMLReporter((_, _, _, _) -> {});
        return factory.createXMLStreamReader(bytes, StandardCharsets.UTF_8.name());
    }

    static Element read(byte[] frame) throws BadFrame {
        try {
            XMLStreamReader reader = reader(new ByteArrayInputStream(frame));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new XMLStreamException("a document type");
                }
            }
            return element(reader, 1);
        } catch (XMLStreamException e) {
            throw new BadFrame(String.valueOf(e.getMessage()), e);
        }
    }

    private static Element element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEPTH_MAX) {
            throw new XMLStreamException("deeper than " + DEPTH_MAX);
        }
        String space = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i).strip());
        }
        List<Element> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String own = children.isEmpty() ? text.toString().strip() : "";
                    return new Element(space, name, attributes, children, own);
                }
                default -> {
                    // comments and white space between elements mean nothing
                }
            }
        }
    }

    /** As UTF-8 with its declaration. */
    public static byte[] write(Element element) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            write(writer, element, "");
            writer.writeEndDocument();
            writer.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
    }

    /** Declares the default name space anew wherever it changes, so no prefix is ever needed. */
    private static void write(XMLStreamWriter writer, Element element, String around)
            throws XMLStreamException {
        writer.writeStartElement("", element.name(), element.space());
        if (!element.space().equals(around)) {
            writer.writeDefaultNamespace(element.space());
        }
        for (Map.Entry<String, String> attribute : new TreeMap<>(element.attributes()).entrySet()) {
            writer.writeAttribute(attribute.getKey(), attribute.getValue());
        }
        writer.writeCharacters(element.text());
        for (Element child : element.children()) {
            write(writer, child, element.space());
        }
        writer.writeEndElement();
    }
}
