package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.domains.certificate.Pem;
import dev.plat.domains.certificate.SigningRequests;
import dev.plat.domains.certificate.localca.CaFolder;
import dev.plat.domains.certificate.localca.LocalCa;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Debian's pebble, {@code -strict}, half of all nonces refused and no proof used twice, with a web
 * server's certificate of a local CA.
 */
final class AcmeAuthority implements AutoCloseable {

    private static final Pattern SIGNED = Pattern.compile("Issued certificate serial (\\w+) ");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final int management = Ports.free();
    private final Path folder;
    private final Path log;
    private final ChildProcess process;
    private final SSLContext tls;
    private final HttpClient http;

    /**
     * @param httpPort where it looks for http-01
     * @param tlsPort where it looks for tls-alpn-01
     * @param resolver its name server's port on this machine
     */
    AcmeAuthority(Path folder, int httpPort, int tlsPort, int resolver)
            throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectories(folder);
        this.log = folder.resolve("pebble.log");
        Path ca = folder.resolve("web-ca");
        CaFolder.make(ca);
        SigningRequests requests = new SigningRequests(new SecureRandom());
        KeyPair key = requests.newKey();
        List<String> names = List.of("localhost");
        var chain = LocalCa.open(ca).sign(requests.request(key, names), names, Instant.now());
        Files.writeString(folder.resolve("web.pem"), Pem.ofChain(chain));
        Files.writeString(folder.resolve("web-key.pem"), Pem.ofKey(key.getPrivate()));
        Path config =
                Files.writeString(
                        folder.resolve("pebble.json"),
                        """
                        {"pebble": {"listenAddress": "127.0.0.1:%d",
                         "managementListenAddress": "127.0.0.1:%d", "certificate": "%s",
                         "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                         "certificateValidityPeriod": 7776000}}
                        """
                                .formatted(
                                        port,
                                        management,
                                        folder.resolve("web.pem"),
                                        folder.resolve("web-key.pem"),
                                        httpPort,
                                        tlsPort));
        Path binary = Path.of("/usr/bin/pebble");
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException("pebble not found: apt-get install pebble");
        }
        process =
                ChildProcess.start(
                        List.of(
                                "env",
                                "PEBBLE_VA_NOSLEEP=1",
                                "PEBBLE_AUTHZREUSE=0",
                                "PEBBLE_WFE_NONCEREJECT=50",
                                binary.toString(),
                                "-strict",
                                "-config",
                                config.toString(),
                                "-dnsserver",
                                "127.0.0.1:" + resolver),
                        log,
                        ChildLife.WITH_PARENT);
        tls = context(key, chain, ca.resolve("root.pem"));
        http = HttpClient.newBuilder().sslContext(tls).build();
        Waits.until("pebble answers", () -> !get(directory().toString()).isEmpty());
    }

    /** For the domains process. */
    Map<String, Object> settings(String challenge, URI directory) {
        return Map.of(
                "plat.certificates.issuer",
                "acme",
                "plat.certificates.challenge",
                challenge,
                "plat.certificates.acme.directory",
                directory,
                "plat.certificates.acme.limits",
                "none",
                "plat.certificates.acme.account-key",
                folder.resolve("account.key"),
                "plat.certificates.acme.trust",
                folder.resolve("web-ca").resolve("root.pem"));
    }

    /** Of the certificates it signs. */
    Path root() throws IOException {
        String text = get("https://localhost:" + management + "/roots/0");
        return Files.writeString(folder.resolve("root.pem"), text);
    }

    /** A way to it that fails where it is told to. */
    FaultyCa faulty() throws IOException {
        return new FaultyCa(tls, port);
    }

    URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    /** Serials of all certificates that it has ever signed. */
    List<String> signed() throws IOException {
        return SIGNED.matcher(Files.readString(log)).results().map(one -> one.group(1)).toList();
    }

    /** {@code Valid} or {@code Revoked}. */
    String status(X509Certificate certificate) throws IOException {
        String serial = certificate.getSerialNumber().toString(16);
        String path = "/cert-status-by-serial/" + serial;
        return JSON.readTree(get("https://localhost:" + management + path)).path("Status").asText();
    }

    @Override
    public void close() {
        process.stop();
        http.close();
    }

    private String get(String url) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException _) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** For a server on this machine, who trusts one too. */
    private static SSLContext context(KeyPair key, List<X509Certificate> chain, Path root)
            throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", Pem.chain(Files.readString(root)).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "web", key.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
