package dev.plat.hosting.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a handshake needs out of a checked certificate: TLS 1.2 and 1.3 by the JDK. The key is
 * handed over as it is; a key store in between would encrypt it and decrypt it again, for
 * milliseconds, each time.
 */
final class TlsContexts {

    static final String HTTP_2 = "h2";
    static final String HTTP_1 = "http/1.1";
    static final String CHALLENGE = "acme-tls/1";

    /** Resumed sessions live in tickets on the visitor's side; this is for old clients. */
    private static final int SESSIONS_MAX = 64;

    private static final int SESSION_SECONDS = 300;

    /** Estimated, with room to spare: what a context and its chain of two keep in memory. */
    private static final int CONTEXT_BYTES = 24 << 10;

    private static final int CERTIFICATE_BYTES = 8 << 10;

    private TlsContexts() {}

    /** For visitors. */
    static SslContext serving(OpenedCertificate certificate) throws SSLException {
        return build(certificate, HTTP_2, HTTP_1);
    }

    /** For a CA that asks tls-alpn-01. */
    static SslContext challenge(OpenedCertificate certificate) throws SSLException {
        return build(certificate, CHALLENGE);
    }

    /** About what one takes in memory, its sessions included. */
    static int weightBytes(OpenedCertificate certificate) {
        return CONTEXT_BYTES + certificate.chain().size() * CERTIFICATE_BYTES;
    }

    private static SslContext build(OpenedCertificate certificate, String... protocols)
            throws SSLException {
        return SslContextBuilder.forServer(new OneKey(certificate))
                .sslProvider(SslProvider.JDK)
                .trustManager(new Nobody())
                .protocols("TLSv1.3", "TLSv1.2")
                .sessionCacheSize(SESSIONS_MAX)
                .sessionTimeout(SESSION_SECONDS)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                protocols))
                .build();
    }

    /** One certificate, whatever is asked for. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private static final String ALIAS = "one";

        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneKey(OpenedCertificate certificate) {
            this.key = certificate.key();
            this.chain = certificate.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return keyType.equals(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return keyType.equals(key.getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    /** We ask no visitor for a certificate; one who sends it nevertheless is not trusted. */
    private static final class Nobody extends X509ExtendedTrustManager {

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw refused();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw refused();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw refused();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw refused();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw refused();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw refused();
        }

        private static CertificateException refused() {
            return new CertificateException("nobody is trusted here");
        }
    }
}
