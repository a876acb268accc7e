package dev.plat.chassis.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.TestProcess;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure is answered with a problem document that says nothing about our insides. */
class ProblemResponsesTest {

    @TempDir static Path folder;
    private static ApplicationContext process;
    private static int port;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        process = TestProcess.start(folder);
        port = process.getBean(EmbeddedServer.class).getPort();
    }

    @AfterAll
    static void stop() {
        process.close();
        HTTP.close();
    }

    @Test
    void emptyListsAndTextsAreWritten() throws Exception {
        assertThat(get("/api/v1/probe/empty").body())
                .isEqualTo("{\"sites\":[],\"path\":\"\",\"removed\":[]}");
    }

    @Test
    void malformedJsonIsNamedWithItsOffset() throws Exception {
        HttpResponse<String> answer = post("{\"name\": nope}");

        assertProblem(answer, 400, "json-malformed");
        assertThat(answer.body()).containsPattern("\"offset\":\\d+");
    }

    @Test
    void truncatedJsonIsNamedWithItsOffset() throws Exception {
        HttpResponse<String> answer = post("{\"name\":\"a\",\"count\":");

        assertProblem(answer, 400, "json-malformed");
        assertThat(answer.body()).containsPattern("\"offset\":\\d+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"count\":\"many\"}",
                "{\"name\":{},\"count\":1}",
                "[]",
                "\"text\"",
                "{\"name\":\"a\",\"count\":99999999999999999999}",
            })
    void aWrongTypeIsTheCallersMistake(String body) throws Exception {
        assertProblem(post(body), 400, "request-malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"count\":1}", "{}", "null", ""})
    void aMissingFieldIsTheCallersMistake(String body) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertProblem(answer, 400, "");
    }

    @Test
    void whatACompactConstructorRefusesKeepsItsCode() throws Exception {
        HttpResponse<String> answer = post("{\"name\":\"a\",\"count\":-1}");

        assertProblem(answer, 422, "field-invalid");
        assertThat(answer.body())
                .contains("\"field\":\"count\"")
                .contains("\"value\":-1")
                .contains("\"expected\":\"0 or more\"");
    }

    /** What stands for the sum and for the row's amount, and where the mistake is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"amount": 12.5, "currency": "EUR"} | 1    | /total/amount
                    {"amount": 1, "currency": "eur"}    | 1    | /total/currency
                    null                                | 1    | /total
                    {"amount": 1, "currency": "EUR"}    | "5"  | /rows/1/minor
                    {"amount": 1, "currency": "EUR"}    | null | /rows/1/minor
                    """)
    void whatIsNoAmountOfMoneyIsNamedWithItsPlace(String sum, String minor, String pointer)
            throws Exception {
        HttpResponse<String> answer =
                post(
                        "/api/v1/probe/bill",
                        "{\"total\": %s, \"rows\": [{\"minor\": 7}, {\"minor\": %s}]}"
                                .formatted(sum, minor));

        assertProblem(answer, 422, "money-invalid");
        assertThat(answer.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @Test
    void anAmountOfMoneyIsReadAsItStands() throws Exception {
        String sum = "{\"currency\": \"EUR\", \"amount\": 99999998}";
        String bill = "{\"rows\": [{\"minor\": 7}], \"total\": " + sum + "}";

        assertThat(post("/api/v1/probe/bill", bill).body())
                .isEqualTo("{\"amount\":99999999,\"currency\":\"EUR\"}");
    }

    @Test
    void anUnknownAddressIsNotFound() throws Exception {
        assertProblem(get("/api/v1/nowhere"), 404, "not-found");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        HttpResponse<String> answer = get("/api/v1/probe");

        assertProblem(answer, 405, "method-refused");
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void aWrongContentTypeIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(
                        request("/api/v1/probe")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "media-type-refused");
    }

    @Test
    void aBodyTooLargeIsRefusedByItsAnnouncedLength() throws Exception {
        HttpResponse<String> answer = post("{\"name\":\"" + "a".repeat(300_000) + "\"}");

        assertProblem(answer, 413, "body-too-large");
        assertThat(answer.body()).contains("\"limit\":262144");
    }

    @Test
    void aBodyOfUntoldLengthIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(
                        request("/api/v1/probe")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(() ->
                                                new java.io.ByteArrayInputStream(
                                                        "{}".getBytes(StandardCharsets.UTF_8)))));

        assertProblem(answer, 411, "length-required");
    }

    @Test
    void anUnforeseenFailureTellsNothing() throws Exception {
        HttpResponse<String> answer = get("/api/v1/probe/broken");

        assertProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("Secret").doesNotContain("/work");
    }

    @Test
    void aStrangerIsAskedToSignIn() throws Exception {
        assertProblem(get("/api/v1/probe/person"), 401, "sign-in-required");
    }

    @Test
    void anUnsafeCallFromAnUnknownOriginIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/probe"))
                                .header("Origin", "http://evil.test")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertProblem(answer, 403, "origin-refused");
    }

    /** The filters and the routes must read a path alike, or a trick in it reaches what is ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/probe",
                "/%69nternal/v1/probe",
                "//internal/v1/probe",
                "/internal//v1/probe",
                "/api/../internal/v1/probe",
                "/internal/v1/probe/",
                "/internal/v1/probe;a=b",
                "/Internal/v1/probe",
                "/./internal/v1/probe",
                "http://a.test/internal/v1/probe",
                "http:internal/v1/probe",
            })
    void noSpellingOfAnInternalAddressLetsAStrangerIn(String target) throws Exception {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: a.test\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 (400|401|404) .*")
                .doesNotContain("for services only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%61pi/v1/probe", "//api/v1/probe", "/x/../api/v1/probe"})
    void noSpellingOfAnAddressLetsAnUnknownOriginIn(String target) throws Exception {
        String body = "{\"name\":\"let in\",\"count\":1}";
        String answer =
                raw(
                        "POST "
                                + target
                                + " HTTP/1.1\r\nHost: a.test\r\nOrigin: http://evil.test\r\n"
                                + "Content-Type: application/json\r\nContent-Length: "
                                + body.length()
                                + "\r\n",
                        body);

        assertThat(answer).matches("(?s)HTTP/1.1 (400|403|404) .*").doesNotContain("let in");
    }

    private static String raw(String head) throws IOException {
        return raw(head, "");
    }

    private static String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String text = head + "Connection: close\r\n\r\n" + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"code\":\"" + code)
                .contains("\"status\":" + status)
                .doesNotContain("dev.plat")
                .doesNotContain("io.micronaut")
                .doesNotContain("com.fasterxml")
                .doesNotContain("Exception")
                .doesNotContain("java.");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return post("/api/v1/probe", body);
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Origin", TestProcess.ORIGIN);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
