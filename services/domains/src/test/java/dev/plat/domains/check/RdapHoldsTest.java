package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.plat.router.core.Deadline;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdapHoldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | {"status":["client hold","active"],"x":1} | client hold
                    200 | {"status":["Server Hold"]}                | server hold
                    200 | {"status":["active"]}                     |
                    200 | {"status":"client hold"}                  |
                    200 | {}                                        |
                    200 | [1]                                       |
                    200 | no JSON                                   |
                    404 | {"errorCode":404}                         |
                    302 | {"status":["client hold"]}                |
                    """)
    void onlyHoldsAreTold(int status, String body, String hold) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/rdap/domain/shop.test",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/rdap/");
        try (HttpClient http = HttpClient.newHttpClient()) {
            RdapHolds holds = new RdapHolds(Map.of("test", base), http, JsonMapper.createDefault());
            Deadline deadline = Deadline.in(Duration.ofSeconds(20));

            assertThat(holds.holds("shop.test", deadline))
                    .isEqualTo(hold == null ? Set.of() : Set.of(hold));
            assertThat(holds.holds("shop.other", deadline)).isEmpty();
        } finally {
            server.stop(0);
        }
    }
}
