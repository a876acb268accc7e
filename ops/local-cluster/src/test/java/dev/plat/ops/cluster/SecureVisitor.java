package dev.plat.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A browser that trusts one certificate authority and checks names, to 127.0.0.1 whatever is asked.
 */
final class SecureVisitor {

    private static final int MILLIS = 10_000;

    private final SSLContext trust;
    private final int port;

    /** {@code root} is PEM. */
    SecureVisitor(Path root, int port) {
        this.port = port;
        try (var in = Files.newInputStream(root)) {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(roots);
            trust = SSLContext.getInstance("TLS");
            trust.init(null, managers.getTrustManagers(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What came of a visit.
     *
     * @param answer head and body
     */
    record Visit(X509Certificate certificate, String answer) {}

    /** Empty when the name is refused, or its certificate is not for it. */
    Optional<Visit> visit(String name, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            try (SSLSocket tls =
                    (SSLSocket) trust.getSocketFactory().createSocket(socket, name, port, true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                String request =
                        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                .formatted(path, name);
                tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return Optional.of(
                        new Visit(
                                (X509Certificate) tls.getSession().getPeerCertificates()[0],
                                new String(
                                        tls.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8)));
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
