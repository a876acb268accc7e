package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A proxy before the CA that keeps {@code Host}, of which pebble builds every URL; so signatures
 * hold, and all of an order's requests come this way. New orders for some names are answered in the
 * CA's stead, or not at all. One request for each connection.
 */
final class FaultyCa implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SSLServerSocket socket;
    private final SSLContext tls;
    private final int behind;

    /**
     * @param tls its own certificate, and trust in the CA's
     * @param behind the CA's port
     */
    FaultyCa(SSLContext tls, int behind) throws IOException {
        this.tls = tls;
        this.behind = behind;
        socket =
                (SSLServerSocket)
                        tls.getServerSocketFactory()
                                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("faulty-ca").start(this::accept);
    }

    URI directory() {
        return URI.create("https://localhost:" + socket.getLocalPort() + "/dir");
    }

    /** A 429 with a problem document. */
    static String limited(String headers) {
        String body =
                "{\"type\":\"urn:ietf:params:acme:error:rateLimited\",\"detail\":\"too many orders\"}";
        return "HTTP/1.1 429 Too Many\r\nContent-Type: application/problem+json\r\n%sReplay-Nonce: bm9uZQ\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(headers, body.length(), body);
    }

    /** A 500 with a page, as from a balancer. */
    static String broken() {
        return "HTTP/1.1 500 Broken\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    /** Nothing, until the proxy closes. */
    static String silence() {
        return "";
    }

    /** The next order for this name is answered so; one after the other. */
    void answer(String name, String answer) {
        answers.computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>()).add(answer);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket visitor = socket.accept();
                Thread.ofVirtual().start(() -> answer(visitor));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void answer(Socket visitor) {
        try (visitor) {
            byte[] request = request(visitor.getInputStream());
            String answer = planned(new String(request, StandardCharsets.ISO_8859_1));
            if (answer == null) {
                visitor.getOutputStream().write(passed(request));
            } else if (answer.isEmpty()) {
                closing.await();
            } else {
                visitor.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            // The visitor has left, or the CA has; the one who asked will see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String planned(String request) throws IOException {
        if (!request.startsWith("POST /order-plz ")) {
            return null;
        }
        JsonNode signed = JSON.readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
        JsonNode order =
                JSON.readTree(Base64.getUrlDecoder().decode(signed.path("payload").asText()));
        Queue<String> planned =
                answers.get(order.path("identifiers").path(0).path("value").asText());
        return planned == null ? null : planned.poll();
    }

    /** The CA's answer, whole. */
    private byte[] passed(byte[] request) throws IOException {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        String closing =
                text.substring(0, end)
                        + "\r\nConnection: close"
                        + text.substring(end).replaceAll("(?i)\r\nConnection: [^\r]*", "");
        try (Socket ca = tls.getSocketFactory().createSocket("localhost", behind)) {
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
