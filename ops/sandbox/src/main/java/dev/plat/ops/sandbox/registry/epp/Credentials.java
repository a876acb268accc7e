package dev.plat.ops.sandbox.registry.epp;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the registry hands out when a registrar is accredited, made once, in one folder each: {@code
 * registrars/<id>/} with {@code client.pem}, {@code client.key} and {@code password}; beside it
 * {@code ca.pem}, which both sides trust, and the server's own.
 */
public final class Credentials {

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final int PASSWORD_BYTES = 8;

    private final Path folder;
    private final SecureRandom random;
    private final Instant now;

    private Credentials(Path folder, SecureRandom random, Instant now) {
        this.folder = folder;
        this.random = random;
        this.now = now;
    }

    /** Makes what is missing. */
    public static Set<Registrar> make(
            Path folder, List<String> registrars, SecureRandom random, Clock clock)
            throws IOException {
        Files.createDirectories(folder);
        Credentials credentials = new Credentials(folder, random, clock.instant());
        try {
            return credentials.make(registrars);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the registry's certificates", e);
        }
    }

    private Set<Registrar> make(List<String> registrars)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        if (!Files.exists(folder.resolve("ca.key"))) {
            KeyPair pair = pair();
            keep(
                    folder,
                    "ca",
                    issue("Sandbox registry CA", pair, "Sandbox registry CA", pair),
                    pair);
        }
        if (!Files.exists(folder.resolve("server.key"))) {
            sign(folder, "server", "localhost");
        }
        Set<Registrar> made = new HashSet<>();
        for (String id : registrars) {
            Path own = Files.createDirectories(folder.resolve("registrars").resolve(id));
            if (!Files.exists(own.resolve("password"))) {
                sign(own, "client", id);
                byte[] secret = new byte[PASSWORD_BYTES];
                random.nextBytes(secret);
                secret(own.resolve("password"), HexFormat.of().formatHex(secret));
            }
            made.add(new Registrar(id, Files.readString(own.resolve("password")).strip()));
        }
        return made;
    }

    private void sign(Path to, String file, String name)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair issuer =
                new KeyPair(
                        certificate(folder.resolve("ca.pem")).getPublicKey(),
                        key(folder.resolve("ca.key")));
        KeyPair pair = pair();
        keep(to, file, issue(name, pair, "Sandbox registry CA", issuer), pair);
    }

    private Certificate issue(String name, KeyPair pair, String by, KeyPair issuer)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        boolean authority = name.equals(by);
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + by),
                        new BigInteger(120, random),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(LIFE)),
                        new X500Name("CN=" + name),
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            GeneralName[] names = {
                new GeneralName(GeneralName.dNSName, name),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            };
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(issuer.getPrivate())));
    }

    private KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static void keep(Path folder, String file, Certificate certificate, KeyPair pair)
            throws IOException {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(certificate);
        }
        Files.writeString(folder.resolve(file + ".pem"), pem.toString());
        StringBuilder key = new StringBuilder("-----BEGIN PRIVATE KEY-----\n");
        key.append(
                java.util.Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
        key.append("\n-----END PRIVATE KEY-----\n");
        secret(folder.resolve(file + ".key"), key.toString());
    }

    private static void secret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        byte[] bytes = java.util.Base64.getMimeDecoder().decode(text);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    /** The server's side: its own certificate, and trust in those it handed out. */
    public static SSLContext server(Path folder) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "server",
                    key(folder.resolve("server.key")),
                    new char[0],
                    new Certificate[] {certificate(folder.resolve("server.pem"))});
            own.setCertificateEntry("ca", certificate(folder.resolve("ca.pem")));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(own);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the registry's certificates", e);
        }
    }
}
