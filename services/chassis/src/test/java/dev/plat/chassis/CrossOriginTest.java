package dev.plat.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard calls services on ports of their own; nobody else's page does. */
class CrossOriginTest {

    @TempDir static Path folder;
    private static ApplicationContext process;
    private static URI probe;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        process = TestProcess.start(folder);
        int port = process.getBean(EmbeddedServer.class).getPort();
        probe = URI.create("http://127.0.0.1:" + port + "/api/v1/probe");
    }

    @AfterAll
    static void stop() {
        process.close();
        HTTP.close();
    }

    @Test
    void theAppMayCallWithItsTicketAndItsToken() throws Exception {
        HttpResponse<String> answer = preflight(TestProcess.ORIGIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(TestProcess.ORIGIN);
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
        assertThat(
                        String.join(",", answer.headers().allValues("Access-Control-Allow-Headers"))
                                .toLowerCase(Locale.ROOT))
                .contains("plat-csrf", "content-type");
    }

    @Test
    void anotherOriginIsNotNamed() throws Exception {
        HttpResponse<String> answer = preflight("http://elsewhere.test");

        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(probe)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type,plat-csrf")
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
