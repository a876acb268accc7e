package dev.plat.domains.deliver;

import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.check.Checker;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.router.core.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Looks at a challenge's answer by the way that the CA will take: the name is looked up, and each
 * address that visitors may come to is asked, since the CA asks one of them. It connects to the
 * address that was looked up; no redirects, {@value #BYTES_MAX} bytes.
 *
 * <p>Threads: safe; blocking.
 */
final class CaView {

    private static final int BYTES_MAX = 4_096;
    private static final int ADDRESSES_MAX = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** id-pe-acmeIdentifier (RFC 8737 §3), an octet string of 32 bytes in an octet string. */
    private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

    private static final int DIGEST_BYTES = 32;
    private static final int EXTENSION_BYTES = DIGEST_BYTES + 4;
    private static final String ACME_PROTOCOL = "acme-tls/1";

    private final Checker checker;
    private final HostNames names;
    private final int port;
    private final int tlsPort;
    private final SSLContext anybody;

    /**
     * @param port of the web: 80, but for tests and the local cluster
     * @param tlsPort 443, likewise
     */
    CaView(Checker checker, HostNames names, int port, int tlsPort) {
        this.checker = checker;
        this.names = names;
        this.port = port;
        this.tlsPort = tlsPort;
        try {
            this.anybody = SSLContext.getInstance("TLS");
            anybody.init(null, new TrustManager[] {new Anybody()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    boolean shows(Challenge challenge, Deadline whole) {
        HostName name = names.stored(challenge.identifier());
        Deadline deadline = whole.atMost(PATIENCE);
        if (challenge.kind() == ChallengeKind.DNS_01) {
            return checker.shows(name, challenge.recordName(), challenge.recordValue(), deadline);
        }
        List<InetAddress> addresses =
                checker.visited(name, deadline).stream().limit(ADDRESSES_MAX).toList();
        return !addresses.isEmpty()
                && addresses.stream().allMatch(address -> shows(challenge, address, deadline));
    }

    private boolean shows(Challenge challenge, InetAddress address, Deadline deadline) {
        try {
            return challenge.kind() == ChallengeKind.HTTP_01
                    ? body(challenge, address, deadline).equals(challenge.keyAuthorization())
                    : certificate(challenge, address, deadline);
        } catch (IOException _) {
            return false;
        }
    }

    /** What a GET brings; empty when that is no plain 200. */
    private String body(Challenge challenge, InetAddress address, Deadline deadline)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis(deadline));
            socket.setSoTimeout(millis(deadline));
            String request =
                    "GET /.well-known/acme-challenge/%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: plat-check/1\r\nConnection: close\r\n\r\n"
                            .formatted(challenge.token(), challenge.identifier());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = read(socket.getInputStream());
            int end = answer.indexOf("\r\n\r\n");
            return answer.startsWith("HTTP/1.1 200 ") && end > 0
                    ? answer.substring(end + 4).strip()
                    : "";
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[BYTES_MAX];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            answer.write(buffer, 0, read);
            if (answer.size() >= BYTES_MAX) {
                break;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private boolean certificate(Challenge challenge, InetAddress address, Deadline deadline)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, tlsPort), millis(deadline));
            socket.setSoTimeout(millis(deadline));
            try (SSLSocket tls =
                    (SSLSocket)
                            anybody.getSocketFactory()
                                    .createSocket(socket, challenge.identifier(), tlsPort, true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(challenge.identifier())));
                parameters.setApplicationProtocols(new String[] {ACME_PROTOCOL});
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                return ACME_PROTOCOL.equals(tls.getApplicationProtocol())
                        && answers(tls, challenge);
            }
        }
    }

    private static boolean answers(SSLSocket tls, Challenge challenge)
            throws SSLPeerUnverifiedException {
        X509Certificate leaf = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        byte[] extension = leaf.getExtensionValue(ACME_IDENTIFIER);
        return extension != null
                && extension.length == EXTENSION_BYTES
                && MessageDigest.isEqual(
                        challenge.digest(),
                        Arrays.copyOfRange(
                                extension, EXTENSION_BYTES - DIGEST_BYTES, EXTENSION_BYTES));
    }

    /** Never zero, which would wait for ever. */
    private static int millis(Deadline deadline) {
        return (int) Math.max(1, deadline.left().toMillis());
    }
}
