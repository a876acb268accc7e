package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.plat.ops.sandbox.card.Buyer;
import dev.plat.ops.sandbox.card.CardProcess;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Tier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is not as it should be, and the exact answer to it; what was there before stays as it is.
 */
@Servers(postgres = 2, tier = "bad", zookeeper = 1)
class BadPurchaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String GOOD = "4242424242424242";
    private static final String DECLINED = "4000000000000002";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir private static Path folder;
    private static PostgresServer shard;
    private static RegistryProcess registry;
    private static CardProcess card;
    private static Neighbours neighbours;
    private static DomainsProcess domains;
    private static SaleProcesses sale;
    private static Buyer buyer;
    private static HttpClient http;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shard = postgres.first();
        String registryOfAll = zooKeeper.connectString();
        registry = new RegistryProcess(folder.resolve("registry"));
        card = new CardProcess(folder.resolve("card"), postgres.all().get(1));
        DomainsShard.publish(shard, registryOfAll);
        DomainsShard.publish(Tier.PAYMENTS, shard, registryOfAll);
        DomainsShard.publish(Tier.CHECKOUT, shard, registryOfAll);
        neighbours = new Neighbours(registryOfAll, folder.resolve("neighbours"));
        domains =
                new DomainsProcess(folder.resolve("domains"), registryOfAll, registry, neighbours);
        sale = new SaleProcesses(folder.resolve("sale"), registryOfAll, domains.secrets(), card);
        buyer = card.buyer();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        http.close();
        sale.close();
        domains.close();
        neighbours.close();
        card.close();
        registry.close();
    }

    private static String fresh() {
        return "bad-" + NAMES.incrementAndGet() + ".test";
    }

    private static Answer at(Person person, String method, String path, String body) {
        return domains.elsewhere(sale.checkout(), person, method, "/api/v1/orders" + path, body);
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString()).doesNotContain(GOOD, "4242 4242 4242 4242");
    }

    private static String body(String name) {
        return """
        {"key": "%s", "items": [{"price": "%s", "name": "%s"}],
         "total": {"amount": %d, "currency": "EUR"}}
        """
                .formatted(UUID.randomUUID(), SaleProcesses.PRICE, name, SaleProcesses.CENTS);
    }

    private static Answer placed(Person person) {
        String site = "\"site\": \"%s\", \"name\"".formatted(person.site());
        Answer placed = at(person, "POST", "", body(fresh()).replace("\"name\"", site));
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        return becomes(person, placed.text("order"), "awaiting-payment");
    }

    private static Answer becomes(Person person, String order, String state) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = at(person, "GET", "/" + order, "");
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return at(person, "GET", "/" + order, "");
    }

    /** What is put in place of what, in a purchase that would be good; status and code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "amount": 1200   | "amount": 1199            | 409 | quote-changed
                    "amount": 1200   | "amount": -1              | 422 | field-invalid
                    "amount": 1200   | "amount": 12.5            | 409 | quote-changed
                    "EUR"            | "USD"                     | 409 | quote-changed
                    "EUR"            | "euro"                    | 409 | quote-changed
                    "EUR"            | null                      | 400 | request-malformed
                    domain-test-year | domain-gone               | 409 | price-gone
                    bad.test         | bad test                  | 422 | name-invalid
                    bad.test         | bad.example               | 422 | field-invalid
                    "items": [       | "items": [], "other": [   | 422 | cart-limit
                    "name": "        | "years": 0, "name": "     | 422 | cart-limit
                    "name": "        | "site": "4711", "name": " | 400 | id-malformed
                    {"key"           | ["key"                    | 400 | request-malformed
                    bad.test         | 4242424242424242          | 422 | card-number-refused
                    bad.test         | 4242 4242 4242 4242.test  | 422 | card-number-refused
                    bad.test         | \\u0034242-4242-4242-4242 | 422 | card-number-refused
                    "name": "        | "site": "4000-0566-5566-5556", "name": " | 422 | card-number-refused
                    "amount": 1200   | "amount": 4242424242424242 | 422 | card-number-refused
                    """)
    void aPurchaseThatIsNotRight(String good, String bad, int status, String code) {
        Person person = domains.person();
        String body = body("bad.test").replace(good, bad);
        assertThat(body).isNotEqualTo(body("bad.test"));

        refused(at(person, "POST", "", body), status, code);

        assertThat(at(person, "GET", "", "").body().get("orders")).isEmpty();
    }

    @Test
    void aNumberInTheAddressOrTheKeyIsRefusedToo() throws SQLException {
        Person person = domains.person();

        refused(at(person, "GET", "/4242424242424242", ""), 422, "card-number-refused");
        refused(at(person, "GET", "?card=4242+4242+4242+4242", ""), 422, "card-number-refused");
        refused(
                at(
                        person,
                        "POST",
                        "",
                        body(fresh())
                                .replaceAll(
                                        "\"key\": \"[^\"]+\"", "\"key\": \"4242-4242-4242-4242\"")),
                422,
                "card-number-refused");

        for (String table : new String[] {"orders", "order_line", "order_effect"}) {
            assertThat(rows("checkout", table, "t::text ~ '4242[ -]?4242[ -]?4242'")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"amount": 0, "currency": "EUR"}         | 422 | money-invalid
                    {"amount": 100000000, "currency": "EUR"} | 422 | money-invalid
                    {"amount": 1200, "currency": "XXQ"}      | 422 | money-invalid
                    {"amount": 4242424242424242, "currency": "EUR"} | 422 | card-number-refused
                    """)
    void aSumThatCannotBePaid(String sum, int status, String code) {
        Answer placed = placed(domains.person());
        String payment = "pay_" + placed.text("order").substring("ord_".length());

        Answer answer =
                domains.serviceElsewhere(
                        sale.payments(),
                        "/internal/v1/payments/" + payment + "/capture",
                        "{\"amount\": %s}".formatted(sum));

        refused(answer, status, code);
    }

    @Test
    void aKeyIsOnePurchase() {
        Person person = domains.person();
        String body = body(fresh());
        Answer first = at(person, "POST", "", body);

        assertThat(at(person, "POST", "", body).text("order")).isEqualTo(first.text("order"));
        refused(
                at(person, "POST", "", body.replace(".test", "-other.test")),
                422,
                "idempotency-mismatch");
        refused(at(domains.person(), "GET", "/" + first.text("order"), ""), 404, "not-found");
        assertThat(at(person, "GET", "", "").body().get("orders")).hasSize(1);
    }

    /** Nobody tries out many numbers on one order. */
    @Test
    void theSixthCardAfterFiveDeclinedOnesHasToWait() throws Exception {
        Person person = domains.person();
        Answer order = placed(person);
        String page = order.text("page");
        for (int i = 0; i < 5; i++) {
            assertThat(buyer.pay(page, DECLINED).body()).contains("declined");
            Answer again = at(person, "POST", "/" + order.text("order") + "/payment", "{}");
            if (i < 4) {
                assertThat(again.status()).as("%d %s", i, again.body()).isEqualTo(200);
                page = again.text("page");
            } else {
                refused(again, 429, "too-many-attempts");
            }
        }
    }

    @Test
    void aPageThatHasExpiredTakesNothingAndAnotherDoes() throws Exception {
        Person person = domains.person();
        Answer order = placed(person);
        String expired = order.text("page");
        String session = expired.substring(expired.lastIndexOf('/') + 1);
        card.raw("POST", "/v1/checkout/sessions/" + session + "/expire", "");

        assertThat(buyer.open(expired).statusCode()).isEqualTo(410);
        Answer again = at(person, "POST", "/" + order.text("order") + "/payment", "{}");
        assertThat(again.status()).as("%s", again.body()).isEqualTo(200);
        assertThat(buyer.pay(again.text("page"), GOOD).statusCode()).isEqualTo(200);
        becomes(person, order.text("order"), "fulfilled");

        refused(
                at(person, "POST", "/" + order.text("order") + "/payment", "{}"),
                409,
                "order-state");
        refused(
                at(person, "POST", "/" + order.text("order") + "/cancel", "{}"),
                409,
                "order-state");
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
        long before = rows("payments", "webhook_inbox", "event_id LIKE 'evt__'");

        HttpResponse<String> answer =
                tell(off, secret.equals("ours") ? sale.secret() : "whsec_x", body);

        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(rows("payments", "webhook_inbox", "event_id LIKE 'evt__'")).isEqualTo(before);
    }

    @Test
    void aMessageOfAnUnknownKindIsKeptAndChangesNothing() throws Exception {
        String event =
                """
                {"id": "evt_of_tomorrow", "type": "moon.landed", "created": 1, "data": {"object": {"id": "moon_1"}}}
                """;

        assertThat(tell(0, sale.secret(), event).statusCode()).isEqualTo(200);
        assertThat(tell(0, sale.secret(), event).statusCode()).isEqualTo(200);

        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(
                                        rows(
                                                "payments",
                                                "webhook_inbox",
                                                "event_id = 'evt_of_tomorrow' AND verdict = 'foreign'"))
                                .isOne());
    }

    @Test
    void aMessageThatIsTooLargeIsNotRead() throws Exception {
        HttpResponse<String> answer = tell(0, sale.secret(), " ".repeat((256 << 10) + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body-too-large");
    }

    private static HttpResponse<String> tell(int off, String secret, String body) throws Exception {
        long stamp = Instant.now().getEpochSecond() + off;
        URI hooks = sale.payments().resolve("/webhooks/stripe");
        return http.send(
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

    private static long rows(String tier, String table, String where) throws SQLException {
        try (Connection connection =
                        shard.connect(
                                shard.database() + "_" + tier,
                                shard.superuser(),
                                shard.superuserPassword());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM " + table + " t WHERE " + where)) {
            row.next();
            return row.getLong(1);
        }
    }
}
