package dev.plat.domains.certificate.localca;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that visitors use agree with Java: OpenSSL's verifier, and curl over a connection. */
class LocalCaToolsIT {

    private final Instant now = Instant.now();
    @TempDir private Path folder;

    @Test
    void opensslBelievesItsTreesAndNoOtherName() throws Exception {
        TestCa ca = TestCa.in(folder.resolve("ca"));

        assertThat(openssl(ca, ca.sign("shop.test", now))).contains(": OK");
        assertThat(openssl(ca, ca.sign("localhost", now))).contains(": OK");
        assertThat(openssl(ca, ca.forge("www.example.com", now))).contains("permitted subtree");
        assertThat(openssl(ca, ca.forge("shop.test", now))).contains(": OK");
    }

    @Test
    void curlFetchesFromItsTreesAndFromNoOtherName() throws Exception {
        TestCa ca = TestCa.in(folder.resolve("ca"));

        assertThat(curl(ca, "shop.test", ca.sign("shop.test", now))).isEqualTo("served");
        assertThat(curl(ca, "www.example.com", ca.forge("www.example.com", now)))
                .contains("permitted subtree");
        assertThat(curl(ca, "other.test", ca.sign("shop.test", now)))
                .contains("no alternative certificate subject name matches");
    }

    private String openssl(TestCa ca, TestCa.Identity identity) throws Exception {
        Path chain = folder.resolve("chain.pem");
        identity.write(chain, folder.resolve("key.pem"));
        return run(
                "openssl",
                "verify",
                "-CAfile",
                ca.rootFile().toString(),
                "-untrusted",
                chain.toString(),
                chain.toString());
    }

    private String curl(TestCa ca, String host, TestCa.Identity identity) throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = "served".getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            int port = server.getAddress().getPort();
            return run(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--noproxy",
                    "*",
                    "--max-time",
                    "10",
                    "--cacert",
                    ca.rootFile().toString(),
                    "--resolve",
                    host + ":" + port + ":127.0.0.1",
                    "https://" + host + ":" + port + "/");
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext context(TestCa.Identity identity)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "site",
                identity.key().getPrivate(),
                new char[0],
                identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String run(String... command) throws IOException, InterruptedException {
        assertThat(Path.of("/usr/bin", command[0]))
                .as("%s not found: apt-get install %s", command[0], command[0])
                .isExecutable();
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output).strip();
    }
}
