package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes to where the provider tells its news, and is not as it should be. */
@Servers(postgres = 2, tier = "tidings", zookeeper = 1)
class BadTidingsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private static Path folder;
    private static OpenShop shop;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
    }

    @AfterAll
    static void end() {
        HTTP.close();
        shop.close();
    }

    /** Seconds that the stamp is off, whose secret signs it, what is sent; status and code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    0    | theirs | {"id": "evt_1", "type": "payment_intent.succeeded", "created": 1, "data": {"object": {"id": "pi_1"}}} | 400 | signature-invalid
                    -600 | ours   | {"id": "evt_2", "type": "payment_intent.succeeded", "created": 1, "data": {"object": {"id": "pi_1"}}} | 400 | timestamp-outside
                    600  | ours   | {"id": "evt_3", "type": "payment_intent.succeeded", "created": 1, "data": {"object": {"id": "pi_1"}}} | 400 | timestamp-outside
                    0    | ours   | {"id": "evt_4"}  | 400 | request-malformed
                    0    | ours   | no event at all  | 400 | request-malformed
                    """)
    void aMessageThatTheProviderDidNotSendSo(
            int off, String secret, String body, int status, String code) throws Exception {
        long before = shop.rows("payments", "webhook_inbox", "event_id LIKE 'evt__'");

        HttpResponse<String> answer =
                tell(off, secret.equals("ours") ? shop.sale().secret() : "whsec_x", body);

        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(shop.rows("payments", "webhook_inbox", "event_id LIKE 'evt__'"))
                .isEqualTo(before);
    }

    @Test
    void aMessageOfAnUnknownKindIsKeptAndChangesNothing() throws Exception {
        String event =
                """
                {"id": "evt_of_tomorrow", "type": "moon.landed", "created": 1, "data": {"object": {"id": "moon_1"}}}
                """;

        assertThat(tell(0, shop.sale().secret(), event).statusCode()).isEqualTo(200);
        assertThat(tell(0, shop.sale().secret(), event).statusCode()).isEqualTo(200);

        Waits.untilAsserted(
                OpenShop.PATIENCE,
                () ->
                        assertThat(
                                        shop.rows(
                                                "payments",
                                                "webhook_inbox",
                                                "event_id = 'evt_of_tomorrow' AND verdict = 'foreign'"))
                                .isOne());
    }

    @Test
    void aMessageThatIsTooLargeIsNotRead() throws Exception {
        HttpResponse<String> answer = tell(0, shop.sale().secret(), " ".repeat((256 << 10) + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body-too-large");
    }

    private static HttpResponse<String> tell(int off, String secret, String body) throws Exception {
        long stamp = Instant.now().getEpochSecond() + off;
        URI hooks = shop.sale().payments().resolve("/webhooks/stripe");
        return HTTP.send(
                HttpRequest.newBuilder(hooks)
                        .header("Content-Type", "application/json")
                        .header(
                                "Stripe-Signature",
                                "t=%d,v1=%s"
                                        .formatted(
                                                stamp,
                                                Webhook.Util.computeHmacSha256(
                                                        secret, stamp + "." + body)))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
