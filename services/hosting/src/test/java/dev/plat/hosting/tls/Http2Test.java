package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.serve.EdgeNode;
import dev.plat.router.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answers as HTTP/1.1, and an end to those who cost more than they bring. */
class Http2Test {

    private static final String SHOP = "shop.test";
    private static final int GOAWAY = 7;
    private static final int RST_STREAM = 3;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int PROTOCOL_ERROR = 1;

    @TempDir Path folder;
    private final TestCa ca = new TestCa();
    private EdgeNode node;

    /** A frame of RFC 9113 §4.1. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Frame(int type, int flags, int stream, byte[] payload) {

        int error() {
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            return type == GOAWAY ? bytes.getInt(4) : bytes.getInt(0);
        }
    }

    @BeforeEach
    void start() throws IOException {
        node = new EdgeNode(folder);
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        node.show(
                "slug.sites.test",
                1,
                true,
                Map.of(
                        "index.html", "<p>page</p>".getBytes(StandardCharsets.UTF_8),
                        "a/index.html", "<p>a</p>".getBytes(StandardCharsets.UTF_8),
                        "large.bin", large));
        node.index.markCompared();
        node.rows.rows.put(SHOP, ca.issue(SHOP, 1, node.keys.publicKey()));
        node.tell(node.routed(SHOP, 1, 1, true));
        Waits.until("it is here", () -> node.index.names().held(SHOP) == 1);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void bothVersionsGiveTheSameAnswers() throws Exception {
        List<List<String>> asked =
                List.of(
                        List.of("GET", "/"),
                        List.of("HEAD", "/"),
                        List.of("GET", "/a"),
                        List.of("GET", "/nothing?q=1"),
                        List.of("POST", "/"),
                        List.of("OPTIONS", "/"),
                        List.of("GET", "/%2e%2e/x"),
                        List.of("GET", "/large.bin"),
                        List.of("GET", "/large.bin", "Range", "bytes=5-9"),
                        List.of("GET", "/large.bin", "Range", "bytes=5-9,100-120"),
                        List.of("GET", "/large.bin", "Range", "bytes=999999-"),
                        List.of("GET", "/", "If-None-Match", "*"),
                        List.of("GET", "/", "If-Match", "\"other\""),
                        List.of("GET", "/" + "p".repeat(9000)));
        try (WebVisitor web = new WebVisitor(ca.client(), node.tlsPort())) {
            for (List<String> each : asked) {
                String[] fields = each.subList(2, each.size()).toArray(String[]::new);
                HttpResponse<byte[]> one = web.ask(1, each.get(0), SHOP, each.get(1), fields);
                HttpResponse<byte[]> two = web.ask(2, each.get(0), SHOP, each.get(1), fields);

                String as = String.join(" ", each.subList(0, 2));
                assertThat(two.statusCode()).as(as).isEqualTo(one.statusCode());
                assertThat(two.body()).as(as).isEqualTo(one.body());
                assertThat(fields(two)).as(as).isEqualTo(fields(one));
            }
        }
    }

    /** CVE-2023-44487: a request and its reset, over and over. */
    @Test
    void whoResetsAllTheTimeIsSentAway() throws Exception {
        try (TlsVisitor visitor = visitor()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int stream = 1; stream < 2 * 400; stream += 2) {
                flood.write(frame(1, 5, stream, request("GET", "/", SHOP)));
                flood.write(frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            visitor.send(flood.toByteArray());

            assertThat(until(visitor, GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void whatIsNoRequestIsAStreamsError() throws Exception {
        List<byte[]> odd =
                List.of(
                        request("GET", "no-slash", SHOP),
                        join(request("GET", "/", SHOP), literal("connection", "close")),
                        join(request("GET", "/", SHOP), literal("te", "gzip")),
                        join(request("GET", "/", SHOP), literal("host", "other.test")),
                        join(literal(":method", "GET"), literal(":scheme", "https")));
        for (byte[] block : odd) {
            try (TlsVisitor visitor = visitor()) {
                visitor.send(frame(1, 5, 1, block));

                assertThat(until(visitor, RST_STREAM).error())
                        .as(new String(block, StandardCharsets.ISO_8859_1))
                        .isEqualTo(PROTOCOL_ERROR);
            }
        }
    }

    @Test
    void emptyDataAndSmallContinuationsEndTheConnection() throws Exception {
        try (TlsVisitor visitor = visitor()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            flood.write(frame(1, 4, 1, request("POST", "/", SHOP)));
            for (int i = 0; i < 40; i++) {
                flood.write(frame(0, 0, 1, new byte[0]));
            }
            visitor.send(flood.toByteArray());
            assertThat(until(visitor, GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (TlsVisitor visitor = visitor()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            flood.write(frame(1, 1, 1, request("GET", "/", SHOP)));
            for (int i = 0; i < 40; i++) {
                flood.write(frame(9, 0, 1, literal("a" + i, "b")));
            }
            visitor.send(flood.toByteArray());
            assertThat(until(visitor, GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void curlAndOpensslUnderstandEachOtherWithUs() throws Exception {
        Path root = ca.rootFile(folder);
        String port = String.valueOf(node.tlsPort());
        String curl =
                run(
                        "curl",
                        "--silent",
                        "--http2",
                        "--cacert",
                        root.toString(),
                        "--resolve",
                        SHOP + ":" + port + ":127.0.0.1",
                        "--write-out",
                        " %{http_version} %{http_code}",
                        "https://" + SHOP + ":" + port + "/");
        assertThat(curl).isEqualTo("<p>page</p> 2 200");

        String openssl = "openssl s_client -connect 127.0.0.1:" + port + " -CAfile " + root;
        assertThat(run("sh", "-c", openssl + " -tls1_2 -servername " + SHOP + " </dev/null"))
                .contains("Verify return code: 0 (ok)")
                .contains("TLSv1.2");
        assertThat(run("sh", "-c", openssl + " -servername nobody.test </dev/null 2>&1"))
                .contains("unrecognized name");
    }

    private TlsVisitor visitor() throws Exception {
        TlsVisitor visitor = new TlsVisitor(ca.client(), node.tlsPort(), SHOP, "h2");
        visitor.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        visitor.send(frame(4, 0, 0, new byte[0]));
        return visitor;
    }

    private static Frame until(TlsVisitor visitor, int type) throws IOException {
        while (true) {
            byte[] head = visitor.read(9);
            assertThat(head).as("the end of the connection, without that frame").hasSize(9);
            ByteBuffer bytes = ByteBuffer.wrap(head);
            int length = bytes.getInt(0) >>> 8;
            Frame frame = new Frame(head[3], head[4], bytes.getInt(5), visitor.read(length));
            if (frame.type == type) {
                return frame;
            }
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] request(String method, String path, String host) {
        return join(
                literal(":method", method),
                literal(":scheme", "https"),
                literal(":path", path),
                literal(":authority", host));
    }

    /** HPACK without table and without Huffman (RFC 7541 §6.2.2). */
    private static byte[] literal(String name, String value) {
        byte[] left = name.getBytes(StandardCharsets.US_ASCII);
        byte[] right = value.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(3 + left.length + right.length)
                .put((byte) 0)
                .put((byte) left.length)
                .put(left)
                .put((byte) right.length)
                .put(right)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static Map<String, List<String>> fields(HttpResponse<?> response) {
        Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
        List.of(":status", "date", "connection").forEach(fields::remove);
        return fields;
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new AssertionError("not found: apt-get install curl openssl", e);
        }
        String read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return read;
    }
}
