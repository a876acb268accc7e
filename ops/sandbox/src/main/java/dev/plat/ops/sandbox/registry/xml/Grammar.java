package dev.plat.ops.sandbox.registry.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Source;
import javax.xml.transform.stax.StAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * The schemas beside this class, written by hand after the grammars of RFC 5730–5733, 3915, 5910
 * and 8748: the same name spaces, elements and orders, without what no registrar needs (host
 * attributes, contact transfers, DNSKEY data, fee credits). A frame that these accept is one that
 * the RFCs' own accept.
 *
 * <p>Threads: safe.
 */
public final class Grammar {

    /** A schema stands after those it imports. */
    private static final List<String> FILES =
            List.of("common", "epp", "domain", "contact", "host", "rgp", "secdns", "fee");

    private final Schema schema;

    public Grammar() {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        List<InputStream> open = new ArrayList<>();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            for (String file : FILES) {
                open.add(
                        Objects.requireNonNull(
                                Grammar.class.getResourceAsStream(file + ".xsd"), file));
            }
            schema = factory.newSchema(open.stream().map(StreamSource::new).toArray(Source[]::new));
            for (InputStream stream : open) {
                stream.close();
            }
        } catch (SAXException e) {
            throw new IllegalStateException("the registry's own schemas", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a frame, if it is well-formed and allowed.
     *
     * @throws BadFrame saying what is wrong and where
     */
    public Element read(byte[] frame) throws BadFrame {
        check(frame);
        return Xml.read(frame);
    }

    /**
     * Holds a frame against the schemas.
     *
     * @throws BadFrame saying what is wrong and where
     */
    public void check(byte[] frame) throws BadFrame {
        try {
            XMLStreamReader reader = Xml.reader(new ByteArrayInputStream(frame));
            schema.newValidator().validate(new StAXSource(reader));
        } catch (XMLStreamException | SAXException | IOException e) {
            throw new BadFrame(String.valueOf(e.getMessage()), e);
        }
    }
}
