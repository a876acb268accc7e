package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.ZooKeeperServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coupons and tax from the quote to the invoice: checkout and payments as they run. */
@Servers(postgres = 2, tier = "coupons", zookeeper = 1)
class PaidCouponIT {

    private static final String PLAN = "{\"price\": \"pro-month-eur-1\"}";

    @TempDir private static Path folder;
    private static OpenShop shop;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
        offered("\"code\": \"half\", \"percent\": \"50\", \"plans\": [\"pro\"], \"most\": 100");
        offered(
                "\"code\": \"FIVE-OFF\", \"amount\": {\"amount\": 500, \"currency\": \"EUR\"}, \"most\": 100");
        offered(
                "\"code\": \"DOLLARS\", \"amount\": {\"amount\": 500, \"currency\": \"USD\"}, \"most\": 9");
        offered("\"code\": \"ONLY-ONE\", \"percent\": \"10\", \"most\": 1");
        offered("\"code\": \"GIFT\", \"percent\": \"100\", \"most\": 9");
        offered(
                "\"code\": \"LATER\", \"percent\": \"10\", \"most\": 9, \"starts\": \"2099-01-01T00:00:00Z\"");
        offered(
                "\"code\": \"GONE\", \"percent\": \"10\", \"most\": 9, \"ends\": \"2025-01-01T00:00:00Z\"");
    }

    @AfterAll
    static void end() {
        shop.close();
    }

    private static void offered(String coupon) {
        Answer answer = shop.payments("coupons", "{%s}".formatted(coupon));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    }

    private static String body(String items, long cents, String more) {
        return """
        {"key": "%s", "items": [%s], "total": {"amount": %d, "currency": "EUR"}%s}
        """
                .formatted(UUID.randomUUID(), items, cents, more);
    }

    private static String name() {
        return "{\"price\": \"%s\", \"name\": \"%s\"}"
                .formatted(SaleProcesses.PRICE, OpenShop.fresh());
    }

    private static long count(String code, String column) throws SQLException {
        String each =
                "(SELECT generate_series(1, %s) FROM coupon WHERE code = '%s')"
                        .formatted(column, code);
        return shop.rows("payments", each, "true");
    }

    @Test
    void aPlanIsBoughtWithACouponAndTax() throws Exception {
        Person person = shop.person();

        Answer order =
                shop.placed(
                        person,
                        body(
                                PLAN + ", " + name(),
                                950 + 1200,
                                ", \"coupon\": \"Half\", \"country\": \"de\""));
        assertThat(order.text("coupon")).isEqualTo("HALF");
        assertThat(order.body().at("/lines/0/discount").asLong()).isEqualTo(950);
        assertThat(order.body().at("/lines/1/discount").asLong()).isZero();
        assertThat(count("HALF", "held")).isOne();
        assertThat(shop.buyer().pay(order.text("page"), OpenShop.GOOD).statusCode()).isEqualTo(200);
        shop.becomes(person, order.text("order"), "fulfilled");

        assertThat(count("HALF", "held")).isZero();
        assertThat(count("HALF", "used")).isOne();
        Answer invoice = shop.mine(person, "invoices");
        // 21.50 with 19 % in it: 18.07 and 3.43, shared out by what the lines come to.
        assertThat(invoice.body().at("/invoices/0/total/amount").asLong()).isEqualTo(2150);
        assertThat(invoice.body().at("/invoices/0/tax/amount").asLong()).isEqualTo(343);
        assertThat(invoice.body().at("/invoices/0/lines/0/description").asText())
                .isEqualTo("Pro, one month, 9.50 EUR off by coupon HALF");
        assertThat(shop.rows("payments", "invoice_line", "jurisdiction = 'DE' AND percent = '19'"))
                .isGreaterThanOrEqualTo(2);
        assertThat(shop.rows("payments", "coverage", "jurisdiction = 'DE' AND net + tax = 950"))
                .isOne();
        assertThat(shop.rows("payments", "coupon_use", "code = 'HALF' AND billed = 1")).isOne();
        OpenShop.refused(
                shop.orders(person, "POST", "", body(PLAN, 950, ", \"coupon\": \"HALF\"")),
                422,
                "coupon-refused");
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY,unknown",
        "LATER,not-yet",
        "GONE,expired",
        "DOLLARS,wrong-currency",
        "HALF,wrong-plan",
        "no code,unknown",
    })
    void aCouponThatIsNotTaken(String code, String rule) {
        Person person = shop.person();

        Answer answer =
                shop.orders(
                        person,
                        "POST",
                        "",
                        body(name(), 1200, ", \"coupon\": \"%s\"".formatted(code)));

        OpenShop.refused(answer, 422, "coupon-refused");
        assertThat(answer.text("rule")).isEqualTo(rule);
        assertThat(answer.text("expected")).isNotEmpty();
        assertThat(shop.orders(person, "GET", "", "").body().get("orders")).isEmpty();
    }

    @Test
    void whatIsGivenUpIsFreeForOthers() throws Exception {
        Person first = shop.person();
        Person second = shop.person();
        String body = body(name(), 1080, ", \"coupon\": \"ONLY-ONE\"");
        Answer held = shop.placed(first, body);

        Answer refused =
                shop.orders(second, "POST", "", body(name(), 1080, ", \"coupon\": \"only-one\""));
        OpenShop.refused(refused, 422, "coupon-refused");
        assertThat(refused.text("rule")).isEqualTo("used-up");

        assertThat(shop.orders(first, "POST", "", body).text("order"))
                .isEqualTo(held.text("order"));
        shop.orders(first, "POST", "/" + held.text("order") + "/cancel", "{}");
        shop.becomes(first, held.text("order"), "cancelled");
        assertThat(count("ONLY-ONE", "held")).isZero();
        shop.placed(second, body(name(), 1080, ", \"coupon\": \"only-one\""));
        assertThat(count("ONLY-ONE", "held")).isOne();
    }

    @Test
    void nobodyPaysWhatTheyDidNotSee() {
        Person person = shop.person();
        String full = body(name(), 1200, ", \"coupon\": \"FIVE-OFF\"");

        Answer answer = shop.orders(person, "POST", "", full);
        OpenShop.refused(answer, 409, "quote-changed");
        assertThat(answer.text("new")).isEqualTo("700 EUR");
        String key = body(name(), 1200, "");
        shop.placed(person, key);
        OpenShop.refused(
                shop.orders(
                        person, "POST", "", key.replace("EUR\"}}", "EUR\"}, \"country\": \"DE\"}")),
                422,
                "idempotency-mismatch");
    }

    /** No provider is asked for nothing. */
    @Test
    void whatCostsNothingIsDeliveredWithoutAPage() throws Exception {
        Person person = shop.person();

        Answer order =
                shop.orders(
                        person,
                        "POST",
                        "",
                        body(PLAN, 0, ", \"coupon\": \"GIFT\", \"country\": \"DE\""));

        assertThat(order.status()).as("%s", order.body()).isEqualTo(201);
        shop.becomes(person, order.text("order"), "fulfilled");
        assertThat(shop.mine(person, "entitlements").text("plan")).isEqualTo("pro");
        assertThat(count("GIFT", "used")).isOne();
        // What follows is taxed where this was, although nothing was paid for it.
        assertThat(
                        shop.rows(
                                "payments",
                                "coverage",
                                "net = 0 AND jurisdiction = 'DE' AND percent = '19'"))
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"country\": \"DE\", \"taxId\": \"DE12345\"',422,tax-id-invalid",
        "'\"country\": \"CH\", \"taxId\": \"CHE123456789\"',422,tax-id-invalid",
        "'\"taxId\": \"DE123456789\"',422,tax-id-invalid",
        "'\"country\": \"XX\"',422,field-invalid",
        "'\"country\": \"Germany\"',422,field-invalid",
    })
    void whereSomebodyIsTaxedIsSaidRight(String terms, int status, String code) {
        OpenShop.refused(
                shop.orders(shop.person(), "POST", "", body(name(), 1200, ", " + terms)),
                status,
                code);
    }

    /** A number that nobody could check makes nothing cheaper. */
    @Test
    void aBusinessIsSoldToWithTax() {
        Answer order =
                shop.placed(
                        shop.person(),
                        body(name(), 1200, ", \"country\": \"DE\", \"taxId\": \"DE 123 456 789\""));

        assertThat(order.body().at("/lines/0/tax").asLong()).isEqualTo(192);
        assertThat(order.body().at("/lines/0/jurisdiction").asText()).isEqualTo("DE");
        Answer quote =
                shop.payments(
                        "quotes",
                        """
                        {"items": [{"price": "%s", "quantity": 1}], "jurisdiction": "DE", "taxId": "DE123456789"}
                        """
                                .formatted(SaleProcesses.PRICE));
        assertThat(quote.text("taxReason")).isEqualTo("tax-id-not-checked");
        assertThat(quote.body().at("/lines/0/net").asLong()).isEqualTo(1008);
        assertThat(quote.body().at("/lines/0/percent").asText()).isEqualTo("19");
    }

    /** Nobody is asked; then there is none, as ever. */
    @Test
    void withoutACountryNoTaxIsCollected() {
        Answer order = shop.placed(shop.person(), body(name(), 1200, ""));

        assertThat(order.body().at("/lines/0/tax").asLong()).isZero();
        assertThat(order.body().at("/lines/0/jurisdiction").asText()).isEmpty();
    }
}
