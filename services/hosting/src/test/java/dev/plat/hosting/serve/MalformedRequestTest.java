package dev.plat.hosting.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plat.hosting.serve.Visitor.Reply;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is not HTTP is refused and closed, and the server stays well. */
class MalformedRequestTest {

    private static final String HOST = "Host: a.sites.test\r\n";
    private static final String GOOD = "GET / HTTP/1.1\r\n" + HOST + "\r\n";

    @TempDir static Path folder;
    private static EdgeNode node;

    @BeforeAll
    static void start() throws IOException {
        node = new EdgeNode(folder);
        node.show("a.sites.test", 1, false, Map.of("index.html", bytes("home")));
        node.index.markCompared();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void theServerStaysWell() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get("a.sites.test", "/").text()).isEqualTo("home");
        }
        Waits.until("no connection is left over", () -> node.connections() == 0);
    }

    private static Map<String, String> cases() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("two lengths that differ", post("Content-Length: 5", "Content-Length: 6"));
        cases.put("two lengths that agree", post("Content-Length: 5", "Content-Length: 5"));
        cases.put("a list as length", post("Content-Length: 5, 5"));
        cases.put("length with chunks", post("Content-Length: 5", "Transfer-Encoding: chunked"));
        cases.put("chunks with length", post("Transfer-Encoding: chunked", "Content-Length: 5"));
        cases.put("a signed length", post("Content-Length: +5"));
        cases.put("a negative length", post("Content-Length: -5"));
        cases.put("a hexadecimal length", post("Content-Length: 0x5"));
        cases.put("an endless length", post("Content-Length: 99999999999999999999"));
        cases.put("an empty length", post("Content-Length: "));
        cases.put("a length with a blank", post("Content-Length: 5 6"));
        cases.put("chunked twice", post("Transfer-Encoding: chunked, chunked"));
        cases.put(
                "chunked in two lines", post("Transfer-Encoding: chunked", "Transfer-Encoding: x"));
        cases.put("gzip, chunked", post("Transfer-Encoding: gzip, chunked"));
        cases.put("identity", post("Transfer-Encoding: identity"));
        cases.put("xchunked", post("Transfer-Encoding: xchunked"));
        cases.put("chunked with a tab inside", post("Transfer-Encoding: chun\tked"));
        cases.put(
                "chunked in HTTP/1.0",
                "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        cases.put("space before the colon", post("Content-Length : 5"));
        cases.put("space before coding's colon", post("Transfer-Encoding : chunked"));
        cases.put("a folded line", "GET / HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n");
        cases.put("a folded first line", "GET / HTTP/1.1\r\n Host: a.sites.test\r\n\r\n");
        cases.put("bare LF after the request line", "GET / HTTP/1.1\n" + HOST + "\r\n");
        cases.put("bare LF after a field", "GET / HTTP/1.1\r\nHost: a.sites.test\n\r\n");
        cases.put("bare LF at the end", "GET / HTTP/1.1\r\n" + HOST + "\n");
        cases.put("bare CR in a field", "GET / HTTP/1.1\r\n" + HOST + "X: a\rY: b\r\n\r\n");
        cases.put("bare CR in the request line", "GET /\r HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("NUL in a field", "GET / HTTP/1.1\r\n" + HOST + "X: a\u0000b\r\n\r\n");
        cases.put("NUL in a name", "GET / HTTP/1.1\r\n" + HOST + "X\u0000: a\r\n\r\n");
        cases.put("no colon", "GET / HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n");
        cases.put("no name", "GET / HTTP/1.1\r\n" + HOST + ": a\r\n\r\n");
        cases.put("a name of two words", "GET / HTTP/1.1\r\n" + HOST + "X Y: a\r\n\r\n");
        cases.put("two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        cases.put("no host", "GET / HTTP/1.1\r\n\r\n");
        cases.put("two blanks in the request line", "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("a tab in the request line", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("a blank in the target", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("no version", "GET /\r\n" + HOST + "\r\n");
        cases.put("HTTP/0.9", "GET / HTTP/0.9\r\n" + HOST + "\r\n");
        cases.put("HTTP/1.2", "GET / HTTP/1.2\r\n" + HOST + "\r\n");
        cases.put("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        cases.put("http/1.1 in lower case", "GET / http/1.1\r\n" + HOST + "\r\n");
        cases.put("a method that is no token", "G@T / HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("an endless method", "A".repeat(100) + " / HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("bytes above ASCII in the target", "GET /\u00e9 HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\n\n");
        cases.put("two empty lines first", "\r\n\r\n" + GOOD);
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> smugglingIsRefusedWith400AndClosed() {
        return cases().entrySet().stream()
                .map(c -> dynamicTest(c.getKey(), () -> refused(c.getValue(), 400)));
    }

    @Test
    void oneEmptyLineBeforeARequestIsPassedOver() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            visitor.send("\r\n" + GOOD + "\r\n" + GOOD);
            assertThat(visitor.read(false).text()).isEqualTo("home");
            assertThat(visitor.read(false).text()).isEqualTo("home");
        }
    }

    @Test
    void headsBeyondTheLimitsAreRefused() throws IOException {
        refused("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414);
        refused("GET /" + "a".repeat(9000), 414);
        refused("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(17_000) + "\r\n\r\n", 431);
        refused("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(17_000), 431);
        refused("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(100) + "\r\n", 431);
        try (Visitor visitor = new Visitor(node.port())) {
            visitor.send("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(99) + "\r\n");
            assertThat(visitor.read(false).status()).isEqualTo(200);
            assertThat(visitor.get("a.sites.test", "/" + "a".repeat(8000)).status()).isEqualTo(404);
        }
    }

    @Test
    void aBodyEndsTheConnectionSoThatItIsNeverTakenForARequest() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            visitor.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 60\r\n\r\n" + GOOD);
            Reply reply = visitor.read(false);
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.field("Connection")).isEqualTo("close");
            visitor.endInput();
            assertThat(visitor.readToEnd()).isEmpty();
        }
        try (Visitor visitor = new Visitor(node.port())) {
            visitor.send(
                    "GET / HTTP/1.1\r\n"
                            + HOST
                            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                            + GOOD);
            assertThat(visitor.read(false).text()).isEqualTo("home");
            visitor.endInput();
            assertThat(visitor.readToEnd()).isEmpty();
        }
    }

    @Test
    void whoIsTooSlowWithAHeadOrSilentIsClosed() throws IOException {
        try (Visitor slow = new Visitor(node.port());
                Visitor silent = new Visitor(node.port());
                Visitor resting = new Visitor(node.port())) {
            slow.send("GET / HTTP/1.1\r\nHost: ");
            resting.get("a.sites.test", "/");
            assertThat(slow.closed()).isTrue();
            assertThat(silent.closed()).isTrue();
            assertThat(resting.closed()).isTrue();
        }
    }

    @Test
    void whoReadsNothingOfAnAnswerIsClosed() throws IOException {
        byte[] large = new byte[64 << 20];
        node.show("large.test", 1, false, Map.of("l.bin", large));
        try (Visitor stuck = new Visitor(node.port())) {
            stuck.send("GET /l.bin HTTP/1.1\r\nHost: large.test\r\n\r\n");
            Waits.until("the answer is given up", () -> node.connections() == 0);
        }
    }

    @SeededTest(cases = 1500)
    void randomDamageNeverHangsAndNothingFollowsALastAnswer(Seed seed) throws IOException {
        byte[] request = bytes(GOOD);
        List<Byte> damaged = new ArrayList<>();
        for (byte b : request) {
            damaged.add(b);
        }
        for (int i = seed.between(1, 4); i > 0; i--) {
            int at = seed.between(0, damaged.size() - 1);
            byte odd =
                    (byte)
                            (int)
                                    seed.pick(
                                            List.of(
                                                    0, 9, 10, 13, 32, 58, 44, 127, 128, 255, 37,
                                                    47));
            switch (seed.between(0, 2)) {
                case 0 -> damaged.set(at, odd);
                case 1 -> damaged.add(at, odd);
                default -> damaged.remove(at);
            }
        }
        byte[] bytes = new byte[damaged.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = damaged.get(i);
        }

        try (Visitor visitor = new Visitor(node.port())) {
            int cut = seed.between(0, bytes.length);
            visitor.send(java.util.Arrays.copyOf(bytes, cut));
            visitor.send(java.util.Arrays.copyOfRange(bytes, cut, bytes.length));
            visitor.endInput();
            // A byte behind a whole request is the beginning of another, which may be refused too;
            // but nothing follows an answer that says it is the last.
            boolean closed = false;
            for (Optional<Reply> reply = visitor.readIfAny();
                    reply.isPresent();
                    reply = visitor.readIfAny()) {
                assertThat(closed).as(reply.get().head()).isFalse();
                assertThat(reply.get().status()).isIn(200, 400, 404, 405, 414, 431);
                closed = reply.get().field("Connection").equals("close");
            }
        }
    }

    private static void refused(String request, int status) throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            visitor.send(request);
            Reply reply = visitor.read(false);
            assertThat(reply.status()).as(reply.head() + reply.text()).isEqualTo(status);
            assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.field("Connection")).isEqualTo("close");
            visitor.endInput();
            assertThat(visitor.readToEnd()).isEmpty();
        }
    }

    private static String post(String... fields) {
        return "POST / HTTP/1.1\r\n" + HOST + String.join("\r\n", fields) + "\r\n\r\nhello" + GOOD;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
