package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.ZooKeeperServer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no amount of money, wherever one is taken: refused with its place, never read as another.
 */
@Servers(postgres = 2, tier = "sums", zookeeper = 1)
class BadMoneyIT {

    private static final String PLACES =
            """
            {"amount": 12.5, "currency": "EUR"}         | /amount   | 12.5
            {"amount": "1250", "currency": "EUR"}       | /amount   | 1250
            {"amount": 1e3, "currency": "EUR"}          | /amount   |
            {"amount": null, "currency": "EUR"}         | /amount   | null
            {"amount": -1, "currency": "EUR"}           | /amount   | -1
            {"amount": 100000000, "currency": "EUR"}    | /amount   | 100000000
            {"currency": "EUR"}                         | /amount   | nothing
            {"amount": 1200, "currency": "XXQ"}         | /currency | XXQ
            {"amount": 1200, "currency": "eur"}         | /currency | eur
            {"amount": 1200, "currency": null}          | /currency | null
            {"amount": 1200}                            | /currency | nothing
            1200                                        |           | 1200
            null                                        |           | null
            """;

    @TempDir private static Path folder;
    private static OpenShop shop;
    private static Answer placed;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
        placed = shop.placed(shop.person());
    }

    @AfterAll
    static void end() {
        shop.close();
    }

    private static void refused(Answer answer, String pointer, String shown) {
        OpenShop.refused(answer, 422, "money-invalid");
        assertThat(answer.text("pointer")).as("%s", answer.body()).isEqualTo(pointer);
        assertThat(answer.text("value")).startsWith(shown);
        assertThat(answer.text("expected")).isNotEmpty();
    }

    private static String paymentOf(Answer order) {
        return "pay_" + order.text("order").substring("ord_".length());
    }

    /** Nobody is sold anything for a sum that was misread. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = PLACES)
    void aPurchase(String sum, @Nullable String place, @Nullable String shown) {
        Person person = shop.person();
        String right = "{\"amount\": 1200, \"currency\": \"EUR\"}";
        String body = OpenShop.body(OpenShop.fresh()).replace(right, sum);

        refused(
                shop.orders(person, "POST", "", body),
                "/total" + Objects.requireNonNullElse(place, ""),
                Objects.requireNonNullElse(shown, ""));
        assertThat(shop.orders(person, "GET", "", "").body().get("orders")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = PLACES)
    void whatPaymentsIsAsked(String sum, @Nullable String place, @Nullable String shown) {
        String pointer = "/amount" + Objects.requireNonNullElse(place, "");
        String value = Objects.requireNonNullElse(shown, "");
        String payment = "payments/" + paymentOf(placed);
        String order = placed.text("order");

        refused(
                shop.payments(payment + "/capture", "{\"amount\": %s}".formatted(sum)),
                pointer,
                value);
        refused(
                shop.payments(
                        payment + "/refunds",
                        "{\"refund\": \"%s\", \"amount\": %s}"
                                .formatted("ref_" + order.substring(4), sum)),
                pointer,
                value);
        refused(
                shop.payments(
                        "payments",
                        """
                        {"payment": "%s", "account": "%s", "order": "%s", "amount": %s, "capture": "manual",
                         "returnUrl": "https://localhost/", "cancelUrl": "https://localhost/"}
                        """
                                .formatted(paymentOf(placed), order, order, sum)),
                pointer,
                value);
        refused(
                shop.payments(
                        "PUT",
                        "subscriptions/" + order + "/1",
                        """
                        {"account": "%s", "price": "pro-month-eur-1", "quantity": 1, "paid": %s, "payment": "%s"}
                        """
                                .formatted(order, sum, paymentOf(placed))),
                "/paid" + Objects.requireNonNullElse(place, ""),
                value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.5", "\"1200\"", "-1", "100000000", "null", "{}"})
    void aLineOfAPayment(String total) {
        Answer answer =
                shop.payments(
                        "payments",
                        """
                        {"payment": "%s", "account": "%s", "order": "%s", "capture": "manual",
                         "amount": {"amount": 1200, "currency": "EUR"},
                         "returnUrl": "https://localhost/", "cancelUrl": "https://localhost/",
                         "lines": [{"line": 1, "kind": "name", "subject": "a.test", "price": "x",
                                    "quantity": 1, "total": %s}]}
                        """
                                .formatted(
                                        paymentOf(placed),
                                        placed.text("order"),
                                        placed.text("order"),
                                        total));

        refused(answer, "/lines/0/total", "");
    }

    @Test
    void whatCanBeReadAndNotPaid() {
        String capture = "payments/" + paymentOf(placed) + "/capture";

        refused(
                shop.payments(capture, "{\"amount\": {\"amount\": 0, \"currency\": \"EUR\"}}"),
                "/amount/amount",
                "0");
        refused(
                shop.payments(capture, "{\"amount\": {\"amount\": 5, \"currency\": \"USD\"}}"),
                "/amount/currency",
                "USD");
        OpenShop.refused(
                shop.payments(
                        capture,
                        "{\"amount\": {\"amount\": 4242424242424242, \"currency\": \"EUR\"}}"),
                422,
                "card-number-refused");
    }
}
