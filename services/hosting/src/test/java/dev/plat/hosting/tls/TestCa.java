package dev.plat.hosting.tls;

import dev.plat.chassis.seal.Aad;
import dev.plat.chassis.seal.KeySealer;
import dev.plat.chassis.seal.PublicKeyFile;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root and an intermediate that sign whatever a test wants, and seal the keys to one node. */
public final class TestCa {

    private static final X500Name ROOT = new X500Name("CN=test root");
    private static final X500Name INTERMEDIATE = new X500Name("CN=test intermediate");

    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random(11));
    private final Random serials = new Random(12);
    private final KeyPair rootKey = pair();
    private final KeyPair intermediateKey = pair();
    private final X509Certificate root;
    private final X509Certificate intermediate;

    public TestCa() {
        Instant now = Instant.now();
        Instant from = now.minus(Duration.ofDays(900));
        Instant to = now.plus(Duration.ofDays(900));
        root = sign(ROOT, rootKey, ROOT, rootKey, from, to, "");
        intermediate = sign(ROOT, rootKey, INTERMEDIATE, intermediateKey, from, to, "");
    }

    /** For thirty days from yesterday on. */
    public SealedCertificate issue(String name, long version, Path recipient) {
        Instant now = Instant.now();
        return issue(
                name,
                name,
                version,
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(29)),
                recipient);
    }

    /**
     * One with everything to choose.
     *
     * @param name under which it is delivered
     * @param inside the name that stands in it
     * @param recipient a {@code hosting-tier.pub}
     */
    public SealedCertificate issue(
            String name, String inside, long version, Instant from, Instant to, Path recipient) {
        return issue(name, inside, version, from, to, recipient, pair());
    }

    public SealedCertificate issue(
            String name,
            String inside,
            long version,
            Instant from,
            Instant to,
            Path recipient,
            KeyPair key) {
        X509Certificate leaf =
                sign(INTERMEDIATE, intermediateKey, new X500Name("CN=leaf"), key, from, to, inside);
        return seal(name, version, pem(leaf) + pem(intermediate), key, recipient);
    }

    /** Any chain with any key. */
    public SealedCertificate seal(
            String name, long version, String chain, KeyPair key, Path recipient) {
        KeySealer sealer = new KeySealer(PublicKeyFile.read(recipient));
        Id id = ids.next(IdKind.CERTIFICATE, Bucket.ofName(name));
        byte[] sealed =
                sealer.seal(
                                key.getPrivate().getEncoded(),
                                new Aad(id.toString(), name, sealer.kid()))
                        .bytes();
        return new SealedCertificate(name, version, id, sealer.kid(), chain, sealed);
    }

    /** A client that trusts the root. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A handshake that asks nothing of the certificate. */
    public void handshake(int port, String name) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        new TlsVisitor(context, port, name, "h2").close();
    }

    /** For curl and openssl. */
    public Path rootFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve("root.pem"), pem(root));
    }

    public static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            X500Name issuer,
            KeyPair issuerKey,
            X500Name subject,
            KeyPair key,
            Instant from,
            Instant to,
            String name) {
        try {
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            issuer,
                            new BigInteger(100, serials),
                            Date.from(from),
                            Date.from(to),
                            subject,
                            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(name.isEmpty()));
            if (!name.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            }
            byte[] der =
                    builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(issuerKey.getPrivate()))
                            .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
