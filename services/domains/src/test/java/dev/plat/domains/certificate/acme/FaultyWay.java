package dev.plat.domains.certificate.acme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A proxy before the CA that keeps {@code Host}, of which pebble builds every URL; so signatures
 * hold, and all of an order's requests come this way. It answers in the CA's stead, or not at all,
 * where a test says so. One request for each connection.
 */
final class FaultyWay implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    /** What is done to a request. */
    enum Fault {
        /** 429 with a problem document and {@code Retry-After: 2}. */
        LIMITED,
        /** 429 with a problem document and no time. */
        LIMITED_WITHOUT_TIME,
        /** 500 with a page, as from a balancer. */
        BROKEN,
        /** No answer until the proxy closes. */
        SILENT,
        /** No nonce is good enough. */
        BAD_NONCE,
        /** Done by the CA, and its answer lost. */
        ANSWER_LOST
    }

    private record Rule(
            Predicate<String> path, Fault fault, AtomicInteger times, AtomicBoolean armed) {}

    private final Set<Rule> rules = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicBoolean> armings = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SSLServerSocket socket;
    private final SSLSocketFactory behind;
    private final int port;

    FaultyWay(Pebble pebble) throws Exception {
        port = pebble.port();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var identity = pebble.webCa().sign("localhost", Instant.now());
        store.setKeyEntry(
                "web",
                identity.key().getPrivate(),
                new char[0],
                identity.chain().toArray(X509Certificate[]::new));
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", pebble.webCa().open().root());
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        behind = context.getSocketFactory();
        socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI directory() {
        return URI.create("https://localhost:" + socket.getLocalPort() + "/dir");
    }

    /** From now on, {@code times} requests whose path contains {@code part} meet the fault. */
    void plan(Fault fault, String part, int times) {
        rules.add(
                new Rule(
                        path -> path.contains(part),
                        fault,
                        new AtomicInteger(times),
                        new AtomicBoolean(true)));
    }

    /** The same once the CA has answered a request whose path contains {@code first}. */
    void planAfter(String first, Fault fault, String part, int times) {
        AtomicBoolean armed = new AtomicBoolean();
        armings.put(first, armed);
        rules.add(new Rule(path -> path.contains(part), fault, new AtomicInteger(times), armed));
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket visitor = socket.accept();
                Thread.ofVirtual().start(() -> answer(visitor));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket visitor) {
        try (visitor) {
            byte[] request = request(visitor.getInputStream());
            String line =
                    new String(request, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
            for (Rule rule : rules) {
                if (rule.armed().get()
                        && rule.path().test(line)
                        && rule.times().getAndDecrement() > 0) {
                    fault(rule.fault(), request, visitor);
                    return;
                }
            }
            byte[] answer = passed(request);
            boolean done = new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 2");
            armings.forEach((first, armed) -> {
                if (done && line.contains(first)) {
                    armed.set(true);
                }
            });
            visitor.getOutputStream().write(answer);
        } catch (IOException e) {
            // The visitor has left, or the CA has; the one who asked will see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fault(Fault fault, byte[] request, Socket visitor)
            throws IOException, InterruptedException {
        switch (fault) {
            case LIMITED -> visitor.getOutputStream().write(limited("Retry-After: 2\r\n"));
            case LIMITED_WITHOUT_TIME -> visitor.getOutputStream().write(limited(""));
            case BROKEN ->
                    visitor.getOutputStream()
                            .write(
                                    "HTTP/1.1 500 Broken\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
            case BAD_NONCE -> visitor.getOutputStream().write(badNonce());
            case SILENT -> closing.await();
            case ANSWER_LOST -> passed(request);
        }
    }

    private static byte[] badNonce() {
        return problem("400 Bad Request", "badNonce", "not this one", "");
    }

    private static byte[] limited(String wait) {
        return problem("429 Too Many", "rateLimited", "too many orders", wait);
    }

    private static byte[] problem(String status, String type, String detail, String wait) {
        String body =
                "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"%s\"}"
                        .formatted(type, detail);
        return ("HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: application/problem+json\r\n"
                        + "Replay-Nonce: bm9uZQ\r\n"
                        + wait
                        + "Content-Length: "
                        + body.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The CA's answer, whole. */
    private byte[] passed(byte[] request) throws IOException {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        String closing =
                text.substring(0, end)
                        + "\r\nConnection: close"
                        + text.substring(end).replaceAll("(?i)\r\nConnection: [^\r]*", "");
        try (Socket ca = behind.createSocket("localhost", port)) {
            ca.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            return ca.getInputStream().readAllBytes();
        }
    }

    /** Head and body. */
    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut");
            }
            bytes.write(next);
            String head = bytes.toString(StandardCharsets.ISO_8859_1);
            if (head.endsWith("\r\n\r\n")) {
                var length = LENGTH.matcher(head);
                if (length.find()) {
                    bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
                }
                return bytes.toByteArray();
            }
        }
    }
}
