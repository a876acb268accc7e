package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is bought with a card, alone and with a name: checkout and payments as they run. */
@Servers(postgres = 2, tier = "plans", zookeeper = 1)
class PaidPlanIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String GOOD = "4242424242424242";

    @TempDir private static Path folder;
    private static OpenShop shop;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
    }

    @AfterAll
    static void end() {
        shop.close();
    }

    private static Answer orders(Person person, String method, String path, String body) {
        return shop.orders(person, method, path, body);
    }

    private static Answer mine(Person person, String path) {
        return shop.mine(person, path);
    }

    private static Answer placed(Person person, String items, long cents) {
        Answer answer =
                orders(
                        person,
                        "POST",
                        "",
                        """
                        {"key": "%s", "items": [%s], "total": {"amount": %d, "currency": "EUR"}}
                        """
                                .formatted(UUID.randomUUID(), items, cents));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return becomes(person, answer, "awaiting-payment");
    }

    private static Answer becomes(Person person, Answer order, String state) {
        String path = "/" + order.text("order");
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = orders(person, "GET", path, "");
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return orders(person, "GET", path, "");
    }

    @Test
    void whoPaysForAPlanIsOnItAndHasAnInvoice() throws Exception {
        Person person = shop.person();
        assertThat(mine(person, "entitlements").text("plan")).isEqualTo("free");

        Answer order = placed(person, "{\"price\": \"pro-month-eur-1\"}", 1900);
        assertThat(shop.buyer().pay(order.text("page"), GOOD).statusCode()).isEqualTo(200);
        becomes(person, order, "fulfilled");

        Answer on = mine(person, "subscriptions");
        assertThat(on.body().at("/subscriptions/0/state").asText()).isEqualTo("active");
        assertThat(on.body().at("/subscriptions/0/name").asText()).isEqualTo("Pro");
        assertThat(on.body().at("/subscriptions/0/renews").asBoolean()).isTrue();
        Answer entitled = mine(person, "entitlements");
        assertThat(entitled.text("plan")).isEqualTo("pro");
        assertThat(entitled.body().at("/limits/sites").asInt()).isEqualTo(10);
        Answer invoices = mine(person, "invoices");
        assertThat(invoices.body().get("invoices")).hasSize(1);
        assertThat(invoices.body().at("/invoices/0/total/amount").asInt()).isEqualTo(1900);
        assertThat(invoices.body().at("/invoices/0/state").asText()).isEqualTo("paid");
        assertThat(invoices.body().at("/invoices/0/number").asText())
                .matches("20[0-9]{2}-[0-9a-f]{3}-000001");
        String page = "invoices/" + invoices.body().at("/invoices/0/invoice").asText();
        assertThat(mine(person, page).text("kind")).isEqualTo("invoice");
        assertThat(mine(shop.person(), page).status()).isEqualTo(404);
        HttpResponse<String> printed = printed(person, page + ".html");
        assertThat(printed.statusCode()).as(printed.body()).isEqualTo(200);
        assertThat(printed.headers().firstValue("Content-Type").orElse("")).contains("text/html");
        assertThat(printed.body()).contains("<h1>Invoice 20", "19.00 EUR", "Pro, one month");
    }

    private static HttpResponse<String> printed(Person person, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(shop.sale().payments().resolve("/api/v1/" + path))
                        .header(
                                "Cookie",
                                Tickets.cookie(
                                        DomainsProcess.SECRET, person.session(), person.account()))
                        .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPlanAndANameArePaidTogether() throws Exception {
        Person person = shop.person();
        Answer order =
                placed(
                        person,
                        """
                        {"price": "pro-month-eur-1"},
                        {"price": "domain-test-year-eur-1", "name": "plan-and-name.test", "years": 1}
                        """,
                        3100);

        assertThat(shop.buyer().pay(order.text("page"), GOOD).statusCode()).isEqualTo(200);
        becomes(person, order, "fulfilled");

        assertThat(shop.registry().creates("plan-and-name.test")).isEqualTo(1);
        Answer invoices = mine(person, "invoices");
        assertThat(invoices.body().get("invoices")).hasSize(1);
        assertThat(invoices.body().at("/invoices/0/lines")).hasSize(2);
        assertThat(invoices.body().at("/invoices/0/total/amount").asInt()).isEqualTo(3100);
        assertThat(mine(person, "entitlements").text("plan")).isEqualTo("pro");
    }

    @Test
    void whatIsNoPlanIsSaid() {
        Person person = shop.person();
        String order =
                """
                {"key": "%s", "items": [%s], "total": {"amount": %d, "currency": "EUR"}}
                """;
        String twice = "{\"price\": \"pro-month-eur-1\"}, {\"price\": \"pro-month-eur-1\"}";
        String bare = "{\"price\": \"domain-test-year-eur-1\"}";
        String years = "{\"price\": \"pro-month-eur-1\", \"years\": 2}";

        assertThat(refused(person, order.formatted(UUID.randomUUID(), twice, 3800)))
                .isEqualTo("cart-limit");
        assertThat(refused(person, order.formatted(UUID.randomUUID(), bare, 1200)))
                .isEqualTo("field-invalid");
        assertThat(refused(person, order.formatted(UUID.randomUUID(), years, 3800)))
                .isEqualTo("field-invalid");
    }

    private static String refused(Person person, String body) {
        Answer answer = orders(person, "POST", "", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        return answer.text("code");
    }
}
