package dev.plat.domains.registrar.epp;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a frame's XML. A document type, an entity beyond XML's five, or too deep or too many
 * elements are refused before they cost anything.
 */
final class FrameReader {

    private static final int DEPTH_MAX = 24;
    private static final int ELEMENTS_MAX = 20_000;

    private final XMLStreamReader xml;
    private int elements;

    private FrameReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * The frame's root, which is {@code epp}.
     *
     * @throws ProtocolException when it is not
     */
    static Node read(byte[] frame) throws ProtocolException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        // without it broken bytes are told to standard error, which is nobody's log
        factory.setXMLReporter((_, _, _, _) -> {});
        try {
            XMLStreamReader xml =
                    factory.createXMLStreamReader(new ByteArrayInputStream(frame), "UTF-8");
            Node root = new FrameReader(xml).document();
            if (!root.space().equals(Vocabulary.EPP) || !root.name().equals("epp")) {
                throw new ProtocolException("a frame that is not EPP");
            }
            return root;
        } catch (XMLStreamException e) {
            throw new ProtocolException("a frame that is no XML", e);
        } catch (RuntimeException e) {
            // the JDK's reader answers some broken input so, an unknown encoding among it
            throw new ProtocolException("a frame that cannot be read", e);
        }
    }

    private Node document() throws XMLStreamException, ProtocolException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new ProtocolException("a document type");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                Node root = element(1);
                while (xml.hasNext()) {
                    xml.next();
                }
                return root;
            }
        }
        throw new ProtocolException("an empty frame");
    }

    private Node element(int depth) throws XMLStreamException, ProtocolException {
        elements++;
        if (depth > DEPTH_MAX || elements > ELEMENTS_MAX) {
            throw new ProtocolException("too deep or too many elements");
        }
        String space = xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI();
        String name = xml.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i).strip());
        }
        List<Node> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(depth + 1));
            }
            if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new ProtocolException("an entity");
            }
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(xml.getText());
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                String own = children.isEmpty() ? text.toString().strip() : "";
                return new Node(space, name, attributes, children, own);
            }
        }
    }
}
