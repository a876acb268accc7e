package dev.plat.domains.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and keys as text and back. */
public final class Pem {

    private Pem() {}

    /** One after the other, the leaf first. */
    public static String ofChain(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : chain) {
            try {
                text.append(of("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("it was decoded a moment ago", e);
            }
        }
        return text.toString();
    }

    /** PKCS #8. */
    public static String ofKey(PrivateKey key) {
        return of("PRIVATE KEY", key.getEncoded());
    }

    /**
     * All certificates of a text.
     *
     * @throws CertificateException where there is anything else
     */
    public static List<X509Certificate> chain(String text) throws CertificateException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                        .map(Pem::x509)
                        .toList();
        if (chain.isEmpty()) {
            throw new CertificateException("the text has no certificate");
        }
        return chain;
    }

    /** An EC key that {@link #ofKey} wrote. */
    public static PrivateKey key(String text) throws IOException, GeneralSecurityException {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject found = reader.readPemObject();
            if (found == null || !found.getType().equals("PRIVATE KEY")) {
                throw new IOException("the text has no private key");
            }
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(found.getContent()));
        }
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }

    private static String of(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new IllegalStateException("memory is always written", e);
        }
        return text.toString();
    }
}
