package dev.plat.payments.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.plat.chassis.calls.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** A server of somebody who wants to be told, over TLS, and what it was told. */
final class Receiver implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    /** Who it is on this machine, and who believes it. */
    record Identity(SSLContext own, Path pem, SSLSocketFactory believing) {

        /** Made by the JDK's own tool; {@code folder} is empty. */
        static Identity make(Path folder) throws IOException, InterruptedException {
            Path store = folder.resolve("receiver.p12");
            Process keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    "receiver",
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "SAN=dns:localhost",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    store.toString(),
                                    "-storepass",
                                    PASSWORD)
                            .inheritIO()
                            .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ends with " + keytool.exitValue());
            }
            try (InputStream in = Files.newInputStream(store)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD.toCharArray());
                KeyManagerFactory managers =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, PASSWORD.toCharArray());
                SSLContext own = SSLContext.getInstance("TLS");
                own.init(managers.getKeyManagers(), null, null);
                byte[] certificate = keys.getCertificate("receiver").getEncoded();
                Path pem =
                        Files.writeString(
                                folder.resolve("receiver.pem"),
                                "-----BEGIN CERTIFICATE-----\n"
                                        + Base64.getMimeEncoder().encodeToString(certificate)
                                        + "\n-----END CERTIFICATE-----\n");
                return new Identity(own, pem, Authority.only(pem).getSocketFactory());
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
    }

    /** One message, as it came. */
    record Got(String id, String timestamp, String signature, String body) {

        /** As a receiver's library would look at it. */
        boolean signedWith(String secret) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] tag =
                    mac.doFinal(
                            (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return List.of(signature.split(" "))
                    .contains("v1," + Base64.getEncoder().encodeToString(tag));
        }
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile int status = 204;
    volatile Map<String, String> headers = Map.of();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch opened;

    private Receiver(Identity identity, int port, boolean open) throws IOException {
        opened = new CountDownLatch(open ? 0 : 1);
        InetAddress here = InetAddress.getLoopbackAddress();
        server = HttpsServer.create(new InetSocketAddress(here, port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.own()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * @param port 0 for any
     */
    static Receiver start(Identity identity, int port) throws IOException {
        return new Receiver(identity, port, true);
    }

    /** It takes a message, and does not answer until it is told to. */
    static Receiver silent(Identity identity) throws IOException {
        return new Receiver(identity, 0, false);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "https://localhost:" + port() + "/hooks?of=plat";
    }

    void speak() {
        opened.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        got.add(
                new Got(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        body));
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        speak();
        server.stop(0);
        threads.shutdownNow();
    }
}
