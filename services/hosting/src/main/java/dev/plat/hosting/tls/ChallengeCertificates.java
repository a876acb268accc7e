package dev.plat.hosting.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.hosting.index.Challenge;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates that answer tls-alpn-01 (RFC 8737): made by the node itself out of the challenge,
 * for nobody but the CA that asks. Kept for minutes, since a CA asks from several places at once.
 *
 * <p>Threads: safe; never blocks.
 */
final class ChallengeCertificates {

    /** id-pe-acmeIdentifier. */
    private static final ASN1ObjectIdentifier ACME = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private static final int KEPT_MAX = 256;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);
    private static final Duration LIFE = Duration.ofDays(1);

    private record Asked(String name, String keyAuthorization) {}

    private final Executor threads;
    private final InstantSource clock;
    private final Semaphore makers = new Semaphore(4);
    private final Cache<Asked, CompletableFuture<SslContext>> made =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT_FOR).build();

    ChallengeCertificates(Executor threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    CompletableFuture<SslContext> context(String name, Challenge challenge) {
        return made.get(
                new Asked(name, challenge.keyAuthorization()),
                asked -> CompletableFuture.supplyAsync(() -> make(asked), threads));
    }

    private SslContext make(Asked asked) {
        makers.acquireUninterruptibly();
        try {
            return TlsContexts.challenge(certificate(asked));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a challenge's certificate cannot be made", e);
        } finally {
            makers.release();
        }
    }

    private OpenedCertificate certificate(Asked asked)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Instant now = clock.instant();
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(asked.keyAuthorization.getBytes(StandardCharsets.US_ASCII));
        X500Name nobody = new X500Name("CN=acme-tls-alpn-01");
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        nobody,
                        new BigInteger(1, digest).shiftRight(128),
                        Date.from(now.minus(LIFE)),
                        Date.from(now.plus(LIFE)),
                        nobody,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, asked.name)));
        builder.addExtension(ACME, true, new DEROctetString(digest));
        byte[] der =
                builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(pair.getPrivate()))
                        .getEncoded();
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(der));
        return new OpenedCertificate(asked.name, 0, pair.getPrivate(), List.of(certificate));
    }
}
