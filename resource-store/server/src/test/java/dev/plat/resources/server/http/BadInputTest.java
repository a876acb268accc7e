package dev.plat.resources.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.testkit.Samples;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Waits;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent is answered with the right problem, stores nothing, and harms nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private Path folder;
    private TestPort port;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        port = new TestPort(folder);
    }

    @AfterAll
    void close() {
        port.close();
    }

    @Test
    void aCallWithoutATicketOrWithABadOneIsRefused() throws IOException {
        String path = "GET /v1/r/" + Samples.key().hex() + " HTTP/1.1\r\nHost: x\r\n";
        String tier = "Plat-Tier: hosting-files\r\n";
        String forged = "Authorization: Plat-Service s1.x.1.y\r\n";

        assertProblem(path + tier + "\r\n", 401, "ticket-missing");
        assertProblem(path + tier + forged + "\r\n", 401, "ticket-refused");
    }

    @Test
    void aCallerThatMeansAnotherTierOrNodeIsRefused() throws IOException {
        String path = "GET /v1/r/" + Samples.key().hex() + " HTTP/1.1\r\nHost: x\r\n";
        String other = "Plat-Tier: building-files\r\n";

        assertProblem(path + port.ticket() + "\r\n", 403, "wrong-tier");
        assertProblem(path + port.ticket() + other + "\r\n", 403, "wrong-tier");
        assertProblem(path + port.fields() + "Plat-Node: n2\r\n\r\n", 403, "wrong-tier");
    }

    @Test
    void everyBadHeadHasItsAnswerAndNoAnswerRepeatsAKey() throws IOException {
        String key = Samples.key().hex();
        String sha = "Plat-Sha256: " + "0".repeat(64) + "\r\n";
        String type = "Content-Type: text/css\r\n";
        String length = "Content-Length: 3\r\n";
        String good = sha + type + length;
        String rest = " HTTP/1.1\r\n" + port.fields() + "\r\n";

        assertProblem(port.put(key.toUpperCase(Locale.ROOT), good), 400, "bad-key");
        assertProblem(port.put("../../etc/passwd", good), 400, "bad-key");
        assertProblem(port.put("%2e%2e%2f" + key, good), 400, "bad-key");
        assertProblem(port.put(key, type + length), 400, "bad-header");
        assertProblem(port.put(key, sha + length), 400, "bad-header");
        assertProblem(port.put(key, sha + "Content-Type: x\r\n" + length), 400, "bad-header");
        assertProblem(port.put(key, sha + type), 411, "length-required");
        assertProblem(
                port.put(key, sha + type + "Transfer-Encoding: chunked\r\n"),
                411,
                "length-required");
        assertProblem(
                port.put(key, sha + type + "Content-Length: 2147483649\r\n"),
                413,
                "body-too-large");
        assertProblem(port.put(key, good + "Content-Length: 4\r\n"), 400, "request-malformed");
        assertProblem(port.put(key, good + "X: y\r\n".repeat(40)), 431, "head-too-large");
        assertProblem(
                port.put(key, good + "X: " + "y".repeat(9000) + "\r\n"), 431, "head-too-large");
        assertProblem("GET /" + "x".repeat(9000) + rest, 431, "head-too-large");
        assertProblem("GET /nothing" + rest, 404, "not-found");
        assertProblem("DELETE /v1/r/" + key + rest, 405, "method-refused");
        assertProblem("GET /v1/head" + rest, 405, "method-refused");
        assertProblem("\0\1\2 nonsense\r\n\r\n", 400, "request-malformed");
    }

    @Test
    void aBodyThatStandsStillIsGivenUpAndNothingIsStored() throws IOException {
        byte[] bytes = Samples.bytes(500_000);
        ResourceKey key = Samples.key();

        try (RawHttp http = port.connect()) {
            http.send(port.putHead(key, bytes)).send(Arrays.copyOf(bytes, 200_000));
            assertThat(http.response().status()).isEqualTo(408);
        }

        assertNothingLeft(key);
    }

    @Test
    void anUploadThatIsCutInTheMiddleStoresNothing() throws IOException {
        for (int length : new int[] {50_000, 900_000}) {
            byte[] bytes = Samples.bytes(length);
            ResourceKey key = Samples.key();

            try (RawHttp http = port.connect()) {
                http.send(port.putHead(key, bytes)).send(Arrays.copyOf(bytes, length / 2));
            }

            assertNothingLeft(key);
        }
    }

    @SeededTest(cases = 150)
    void garbageIsAnsweredOrClosedAndTheNextCallerIsServed(Seed seed) throws IOException {
        byte[] bytes = Samples.bytes(100);
        byte[] request = port.putHead(Samples.key(), bytes).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = seed.between(1, 6); i > 0; i--) {
            request[seed.between(0, request.length - 1)] = (byte) seed.between(0, 255);
        }

        try (RawHttp http = port.connect()) {
            http.send(request).send(bytes).end();
            assertThat(http.response().status()).isBetween(200, 499);
        } catch (EOFException | SocketException e) {
            assertThat(e).as("a closed connection is an answer too").isNotNull();
        }

        try (RawHttp http = port.connect()) {
            http.send(port.get(Samples.key(), "X: y"));
            assertThat(http.response().status()).isEqualTo(404);
        }
    }

    private void assertProblem(String request, int status, String code) throws IOException {
        try (RawHttp http = port.connect()) {
            RawHttp.Response response = http.send(request).response();
            assertThat(response.text()).contains("\"code\":\"" + code + "\"");
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.text()).doesNotContainPattern("[0-9a-f]{64}");
        }
    }

    private void assertNothingLeft(ResourceKey key) {
        assertThat(port.engine().head(key.locator())).isEmpty();
        Waits.untilAsserted(() -> {
            try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
                assertThat(left).isEmpty();
            }
        });
    }
}
