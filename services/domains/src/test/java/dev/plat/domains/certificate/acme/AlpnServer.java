package dev.plat.domains.certificate.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Answers tls-alpn-01 (RFC 8737): whoever asks for a name by ALPN {@code acme-tls/1} gets a
 * self-signed certificate with the digest in it. The certificate is made here, of P-256, because
 * acme4j's own helper signs with RSA only.
 */
final class AlpnServer implements AutoCloseable {

    private static final String PROTOCOL = "acme-tls/1";
    private static final ASN1ObjectIdentifier DIGEST =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private record Entry(PrivateKey key, X509Certificate certificate) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final SSLServerSocket socket;

    AlpnServer() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new ByName()}, null, null);
        socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    int size() {
        return entries.size();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    void put(String name, byte[] digest) {
        entries.computeIfAbsent(name, _ -> entry(name, digest));
    }

    void remove(String name) {
        entries.remove(name);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                SSLSocket visitor = (SSLSocket) socket.accept();
                Thread.ofVirtual().start(() -> answer(visitor));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(SSLSocket visitor) {
        try (visitor) {
            visitor.setHandshakeApplicationProtocolSelector(
                    (_, offered) -> offered.contains(PROTOCOL) ? PROTOCOL : null);
            visitor.startHandshake();
            visitor.getInputStream().read();
        } catch (IOException e) {
            // The CA breaks off when it has seen the certificate.
        }
    }

    private static Entry entry(String name, byte[] digest) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair key = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            Instant now = Instant.now();
            var builder =
                    new JcaX509v3CertificateBuilder(
                                    subject,
                                    new BigInteger(64, new SecureRandom()),
                                    Date.from(now.minus(Duration.ofHours(1))),
                                    Date.from(now.plus(Duration.ofDays(1))),
                                    subject,
                                    key.getPublic())
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)))
                            .addExtension(DIGEST, true, new DEROctetString(digest));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
            return new Entry(
                    key.getPrivate(),
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The alias is the name that the visitor asks for. */
    private final class ByName extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, Socket visitor) {
            if (!keyType.equals("EC")) {
                return null;
            }
            var session = (ExtendedSSLSession) ((SSLSocket) visitor).getHandshakeSession();
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .filter(entries::containsKey)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            Entry entry = entries.get(alias);
            return entry == null ? null : new X509Certificate[] {entry.certificate()};
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            Entry entry = entries.get(alias);
            return entry == null ? null : entry.key();
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }
    }
}
