package dev.plat.hosting.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plat.hosting.serve.Visitor.Reply;
import dev.plat.resources.blob.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** HTTP as RFC 9110, 9111 and 9112 have it, over a real socket; one case a line. */
class ConformanceTest {

    private static final String HOST = "a.sites.test";
    private static final byte[] HTML = "<h1>Hello</h1>".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BIG = new byte[900_001];
    private static final byte[] EMPTY = new byte[0];
    private static final String ETAG = tag(HTML);
    private static final String PRINTED = "_a/" + Sha256.of(DIGITS).hex() + ".txt";

    @TempDir static Path folder;
    private static EdgeNode node;

    @BeforeAll
    static void start() throws IOException {
        new Random(1).nextBytes(BIG);
        node = new EdgeNode(folder);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.html", HTML);
        files.put("about.html", HTML);
        files.put("blog/index.html", HTML);
        files.put("d.txt", DIGITS);
        files.put(PRINTED, DIGITS);
        files.put("big.png", BIG);
        files.put("empty.css", EMPTY);
        files.put("x.unknown", DIGITS);
        files.put("with space.txt", DIGITS);
        files.put("é/日本.txt", DIGITS);
        files.put("100%.txt", DIGITS);
        files.put("404.html", "<p>lost</p>".getBytes(StandardCharsets.UTF_8));
        node.show(HOST, 1, false, files);
        node.show("bare.sites.test", 1, true, Map.of("index.html", HTML));
        node.index.markCompared();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** method target, field lines → status, then what the answer must have: {@code Name: value}. */
    private record Case(String request, List<String> fields, int status, List<String> expected) {}

    private static final List<Case> CASES = new ArrayList<>();

    private static void when(String request, String fields, int status, String... expected) {
        List<String> lines = fields.isEmpty() ? List.of() : List.of(fields.split("\\|", -1));
        CASES.add(new Case(request, lines, status, List.of(expected)));
    }

    static {
        // Names and types.
        when("GET /", "", 200, "Content-Type: text/html; charset=utf-8", "ETag: " + ETAG);
        when("GET /index.html", "", 200, "Content-Length: 14");
        when("GET /about", "", 200, "Content-Type: text/html; charset=utf-8");
        when("GET /about.html", "", 200);
        when("GET /about/", "", 301, "Location: /about");
        when("GET /blog", "", 301, "Location: /blog/", "Content-Length: 0");
        when("GET /blog?a=b&c", "", 301, "Location: /blog/?a=b&c");
        when("GET /blog/", "", 200);
        when("GET /?x=/../y", "", 200);
        when("GET /d.txt", "", 200, "Content-Type: text/plain; charset=utf-8");
        when("GET /%64.txt", "", 200);
        when("GET /with%20space.txt", "", 200);
        when("GET /%c3%a9/%E6%97%A5%E6%9C%AC.txt", "", 200);
        when("GET /e%CC%81/%E6%97%A5%E6%9C%AC.txt", "", 200);
        when("GET /100%25.txt", "", 200);
        when(
                "GET /x.unknown",
                "",
                200,
                "Content-Disposition: attachment",
                "Content-Type: application/octet-stream");
        when("GET /empty.css", "", 200, "Content-Length: 0");
        when("GET http://a.sites.test/d.txt", "", 200);
        when("GET HTTP://A.SITES.TEST:80/d.txt", "", 200);
        when("GET http://a.sites.test", "", 200);
        when("GET http://a.sites.test?x", "", 200);
        when("GET http://other.test/d.txt", "", 404, "Content-Type: application/problem+json");
        // Not there.
        when(
                "GET /nothing",
                "",
                404,
                "Content-Type: text/html; charset=utf-8",
                "Content-Length: 11",
                "ETag: ");
        when("HEAD /nothing", "", 404, "Content-Length: 11");
        when("GET /nothing", "Range: bytes=0-1", 404, "Content-Length: 11");
        when("GET /nothing", "If-None-Match: *", 404);
        when("GET //d.txt", "", 404);
        when("GET /d.txt/", "", 404);
        when("GET /%2e%2e/d.txt", "", 400);
        when("GET /_a/0000.txt", "", 404);
        // Path tricks.
        for (String path :
                List.of(
                        "/../d.txt",
                        "/a/../d.txt",
                        "/..",
                        "/./d.txt",
                        "/%2e%2E/d.txt",
                        "/%2e/d.txt",
                        "/a%2fb",
                        "/a%2Fb",
                        "/%5c",
                        "/a\\b",
                        "/%00",
                        "/a%00.txt",
                        "/%0a",
                        "/%0D%0A",
                        "/%7f",
                        "/%1b",
                        "/%",
                        "/%2",
                        "/%zz",
                        "/%u0041",
                        "/%c0%ae%c0%ae/",
                        "/%c0%af",
                        "/%e0%80%af",
                        "/%f0%80%80%af",
                        "/%ed%a0%80",
                        "/%f5%80%80%80",
                        "/%ff",
                        "/%c3",
                        "/d.txt#x",
                        "/%C2%85")) {
            when("GET " + path, "", 400, "Content-Type: application/problem+json");
        }
        when("GET /%252e%252e/d.txt", "", 404);
        // Other forms of target.
        when("GET d.txt", "", 400);
        when("GET *", "", 400);
        when("GET https://a.sites.test/", "", 400);
        when("GET ftp://a.sites.test/", "", 400);
        when("OPTIONS *", "", 204, "Allow: GET, HEAD, OPTIONS");
        // Methods.
        when("HEAD /", "", 200, "Content-Length: 14", "ETag: " + ETAG);
        when("HEAD /big.png", "Range: bytes=0-0", 200, "Content-Length: 900001");
        when("OPTIONS /", "", 204, "Allow: GET, HEAD, OPTIONS", "Content-Length: ");
        for (String method :
                List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "BREW")) {
            when(method + " /", "", 405, "Allow: GET, HEAD, OPTIONS");
        }
        // Caching fields.
        when("GET /", "", 200, "Cache-Control: public, no-cache", "Last-Modified: ", "Vary: ");
        when("GET /" + PRINTED, "", 200, "Cache-Control: public, max-age=31536000, immutable");
        // Conditions.
        when(
                "GET /",
                "If-None-Match: " + ETAG,
                304,
                "ETag: " + ETAG,
                "Cache-Control: public, no-cache",
                "Content-Length: ",
                "Content-Type: ");
        when("HEAD /", "If-None-Match: " + ETAG, 304);
        when("GET /", "If-None-Match: W/" + ETAG, 304);
        when("GET /", "If-None-Match: *", 304);
        when("GET /", "If-None-Match: \"a,b\", " + ETAG, 304);
        when("GET /", "If-None-Match: \"a\"|If-None-Match: " + ETAG, 304);
        when("GET /", "If-None-Match: \"other\"", 200);
        when("GET /", "If-None-Match: " + ETAG.replace("\"", ""), 200);
        when("GET /", "If-None-Match: ", 200);
        when("GET /", "If-Match: " + ETAG, 200);
        when("GET /", "If-Match: *", 200);
        when("GET /", "If-Match: \"x\", " + ETAG, 200);
        when("GET /", "If-Match: W/" + ETAG, 412);
        when("GET /", "If-Match: \"other\"", 412, "Content-Type: application/problem+json");
        when("GET /", "If-Match: \"other\"|If-None-Match: " + ETAG, 412);
        when("GET /", "If-Match: " + ETAG + "|If-None-Match: " + ETAG, 304);
        when("GET /", "If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT", 200);
        when("GET /", "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 200);
        when("GET /", "If-None-Match: \"o\"|If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT", 200);
        // Ranges.
        when("GET /d.txt", "", 200, "Accept-Ranges: bytes");
        range("bytes=0-3", "0123", "0-3");
        range("bytes=4-", "456789", "4-9");
        range("bytes=-3", "789", "7-9");
        range("bytes=-99", "0123456789", "0-9");
        range("bytes=8-99", "89", "8-9");
        range("bytes=0-0", "0", "0-0");
        range("BYTES=1-1", "1", "1-1");
        range("bytes=0-1,2-3", "0123", "0-3");
        range("bytes=0-5,3-7", "01234567", "0-7");
        range("bytes= 1-2 ,", "12", "1-2");
        range("bytes=9-18446744073709551616", "9", "9-9");
        when("GET /d.txt", "Range: bytes=10-", 416, "Content-Range: bytes */10");
        when("GET /d.txt", "Range: bytes=-0", 416, "Content-Range: bytes */10");
        when("GET /empty.css", "Range: bytes=0-", 416, "Content-Range: bytes */0");
        for (String whole :
                List.of(
                        "bytes=3-1",
                        "bytes=a-b",
                        "lines=0-1",
                        "bytes",
                        "bytes=",
                        "bytes=1",
                        "bytes=--1",
                        "bytes=0-0,2-2,4-4,6-6,8-8,1-1,3-3,5-5,7-7")) {
            when("GET /d.txt", "Range: " + whole, 200, "Content-Length: 10", "Content-Range: ");
        }
        when("GET /d.txt", "Range: bytes=0-1|If-Range: " + tag(DIGITS), 206);
        when("GET /d.txt", "Range: bytes=0-1|If-Range: W/" + tag(DIGITS), 200);
        when("GET /d.txt", "Range: bytes=0-1|If-Range: \"o\"", 200);
        when("GET /d.txt", "Range: bytes=0-1|If-Range: Sat, 01 Jan 2050 00:00:00 GMT", 200);
        when("GET /d.txt", "Range: bytes=10-|If-Range: \"o\"", 200);
        when("GET /d.txt", "Range: bytes=0-1|If-None-Match: " + tag(DIGITS), 304);
        when("GET /d.txt", "Range: bytes=0-1|If-Match: \"o\"", 412);
    }

    private static void range(String range, String body, String content) {
        when(
                "GET /d.txt",
                "Range: " + range,
                206,
                "Content-Range: bytes " + content + "/10",
                "Content-Length: " + body.length(),
                "=" + body);
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheStandard() {
        return CASES.stream()
                .map(c -> dynamicTest(c.request + " " + c.fields + " → " + c.status, () -> run(c)));
    }

    private static void run(Case c) throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            int space = c.request.indexOf(' ');
            Reply reply =
                    visitor.ask(
                            c.request.substring(0, space),
                            HOST,
                            c.request.substring(space + 1),
                            c.fields.toArray(String[]::new));
            assertThat(reply.status()).as(reply.head()).isEqualTo(c.status);
            for (String expected : c.expected) {
                if (expected.startsWith("=")) {
                    assertThat(reply.text()).isEqualTo(expected.substring(1));
                    continue;
                }
                String name = expected.substring(0, expected.indexOf(':'));
                String value = expected.substring(name.length() + 1).strip();
                assertThat(reply.field(name)).as(reply.head()).isEqualTo(value);
            }
            assertThat(reply.field("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.field("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
            // The connection is still good: the next request gets its own answer.
            assertThat(visitor.get(HOST, "/d.txt").text()).isEqualTo("0123456789");
        }
    }

    @Test
    void hostsAreNormalisedAndUnknownOnesGetAConstantAnswer() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            for (String host :
                    List.of(HOST, "A.Sites.Test", HOST + ".", HOST + ":8080", HOST + ".:80")) {
                assertThat(visitor.get(host, "/").status()).as(host).isEqualTo(200);
            }
            Reply first = visitor.get("nobody.test", "/");
            Reply second = visitor.get("127.0.0.1", "/x?y");
            Reply third = visitor.get("[::1]:80", "/");
            assertThat(first.status()).isEqualTo(404);
            assertThat(first.text())
                    .isEqualTo(second.text())
                    .isEqualTo(third.text())
                    .contains("\"code\":\"host-unknown\"");
            for (String host : List.of("", "a b", "a@b", "a:b", "a:123456", "é.test", "a/b")) {
                try (Visitor other = new Visitor(node.port())) {
                    assertThat(other.get(host, "/").status()).as(host).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void largeFilesComeByteForByteWholeAndInParts() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(visitor.get(HOST, "/big.png").body()).isEqualTo(BIG);
            }
            Reply part = visitor.get(HOST, "/big.png", "Range: bytes=300000-700000");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BIG, 300_000, 700_001));
            Reply last = visitor.get(HOST, "/big.png", "Range: bytes=-1");
            assertThat(last.body()).isEqualTo(Arrays.copyOfRange(BIG, 900_000, 900_001));
        }
    }

    @Test
    void severalPartsOfSmallAndLargeFilesComeAsByteranges() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            Reply small = visitor.get(HOST, "/d.txt", "Range: bytes=0-0,4-5,-1");
            String boundary = small.field("Content-Type").split("boundary=", -1)[1];
            assertThat(small.status()).isEqualTo(206);
            assertThat(small.field("Content-Range")).isEmpty();
            assertThat(small.text())
                    .isEqualTo(
                            part(boundary, "text/plain; charset=utf-8", "0-0/10", "0")
                                    + part(boundary, "text/plain; charset=utf-8", "4-5/10", "45")
                                    + part(boundary, "text/plain; charset=utf-8", "9-9/10", "9")
                                    + "\r\n--"
                                    + boundary
                                    + "--\r\n");
            Reply large = visitor.get(HOST, "/big.png", "Range: bytes=0-9,500000-500009");
            assertThat(large.status()).isEqualTo(206);
            assertThat(new String(large.body(), StandardCharsets.ISO_8859_1))
                    .contains(
                            new String(
                                    Arrays.copyOfRange(BIG, 500_000, 500_010),
                                    StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aBuilderReleaseHasTheStrictPolicyEverywhereAndOthersHaveNone() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            Reply built = visitor.get("bare.sites.test", "/");
            assertThat(built.field("Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .doesNotContain("unsafe");
            Reply same =
                    visitor.get("bare.sites.test", "/", "If-None-Match: " + built.field("ETag"));
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.field("Content-Security-Policy"))
                    .isEqualTo(built.field("Content-Security-Policy"));
            assertThat(visitor.get(HOST, "/").field("Content-Security-Policy")).isEmpty();
            Reply lost = visitor.get("bare.sites.test", "/nothing");
            assertThat(lost.status()).isEqualTo(404);
            assertThat(lost.text()).contains("\"code\":\"not-found\"");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                String target = i % 3 == 0 ? "/big.png" : i % 3 == 1 ? "/d.txt" : "/nothing";
                String range = i % 3 == 0 ? "Range: bytes=" + i + "-" + i + "\r\n" : "";
                requests.append("GET ").append(target).append(" HTTP/1.1\r\nHost: ");
                requests.append(HOST).append("\r\n").append(range).append("\r\n");
            }
            Thread sender = Thread.startVirtualThread(() -> sendAll(visitor, requests));
            for (int i = 0; i < 500; i++) {
                Reply reply = visitor.read(false);
                switch (i % 3) {
                    case 0 -> assertThat(reply.body()).containsExactly(BIG[i]);
                    case 1 -> assertThat(reply.body()).isEqualTo(DIGITS);
                    default -> assertThat(reply.status()).isEqualTo(404);
                }
            }
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void olderVisitorsAndThoseWhoSayCloseAreClosed() throws IOException {
        try (Visitor old = new Visitor(node.port())) {
            old.send("GET /d.txt HTTP/1.0\r\nHost: " + HOST + "\r\n\r\n");
            assertThat(old.read(false).field("Connection")).isEqualTo("close");
            assertThat(old.closed()).isTrue();
        }
        try (Visitor polite = new Visitor(node.port())) {
            Reply reply = polite.get(HOST, "/d.txt", "Connection: foo, Close");
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(polite.closed()).isTrue();
        }
        try (Visitor half = new Visitor(node.port())) {
            half.send("GET /big.png HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            half.endInput();
            assertThat(half.read(false).body()).isEqualTo(BIG);
            assertThat(half.closed()).isTrue();
        }
    }

    private static void sendAll(Visitor visitor, StringBuilder requests) {
        try {
            visitor.send(requests.toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String part(String boundary, String type, String range, String body) {
        return "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: bytes %s\r\n\r\n%s"
                .formatted(boundary, type, range, body);
    }

    private static String tag(byte[] content) {
        return '"' + Sha256.of(content).hex().substring(0, 32) + "-i\"";
    }
}
