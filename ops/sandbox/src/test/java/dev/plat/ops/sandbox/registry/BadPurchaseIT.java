package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.ZooKeeperServer;
import java.nio.file.Path;
import java.sql.SQLException;
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

    private static final String DECLINED = "4000000000000002";

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

    /** What is put in place of what, in a purchase that would be good; status and code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "amount": 1200   | "amount": 1199            | 409 | quote-changed
                    "EUR"            | "USD"                     | 409 | quote-changed
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
        Person person = shop.person();
        String body = OpenShop.body("bad.test").replace(good, bad);
        assertThat(body).isNotEqualTo(OpenShop.body("bad.test"));

        OpenShop.refused(shop.orders(person, "POST", "", body), status, code);

        assertThat(shop.orders(person, "GET", "", "").body().get("orders")).isEmpty();
    }

    @Test
    void aNumberInTheAddressOrTheKeyIsRefusedToo() throws SQLException {
        Person person = shop.person();

        OpenShop.refused(
                shop.orders(person, "GET", "/4242424242424242", ""), 422, "card-number-refused");
        OpenShop.refused(
                shop.orders(person, "GET", "?card=4242+4242+4242+4242", ""),
                422,
                "card-number-refused");
        OpenShop.refused(
                shop.orders(
                        person,
                        "POST",
                        "",
                        OpenShop.body(OpenShop.fresh())
                                .replaceAll(
                                        "\"key\": \"[^\"]+\"", "\"key\": \"4242-4242-4242-4242\"")),
                422,
                "card-number-refused");

        for (String table : new String[] {"orders", "order_line", "order_effect"}) {
            assertThat(shop.rows("checkout", table, "t::text ~ '4242[ -]?4242[ -]?4242'")).isZero();
        }
    }

    @Test
    void aKeyIsOnePurchase() {
        Person person = shop.person();
        String body = OpenShop.body(OpenShop.fresh());
        Answer first = shop.orders(person, "POST", "", body);

        assertThat(shop.orders(person, "POST", "", body).text("order"))
                .isEqualTo(first.text("order"));
        OpenShop.refused(
                shop.orders(person, "POST", "", body.replace(".test", "-other.test")),
                422,
                "idempotency-mismatch");
        OpenShop.refused(
                shop.orders(shop.person(), "GET", "/" + first.text("order"), ""), 404, "not-found");
        assertThat(shop.orders(person, "GET", "", "").body().get("orders")).hasSize(1);
    }

    /** Nobody tries out many numbers on one order. */
    @Test
    void theSixthCardAfterFiveDeclinedOnesHasToWait() throws Exception {
        Person person = shop.person();
        Answer order = shop.placed(person);
        String page = order.text("page");
        for (int i = 0; i < 5; i++) {
            assertThat(shop.buyer().pay(page, DECLINED).body()).contains("declined");
            Answer again =
                    shop.orders(person, "POST", "/" + order.text("order") + "/payment", "{}");
            if (i < 4) {
                assertThat(again.status()).as("%d %s", i, again.body()).isEqualTo(200);
                page = again.text("page");
            } else {
                OpenShop.refused(again, 429, "too-many-attempts");
            }
        }
    }

    @Test
    void aPageThatHasExpiredTakesNothingAndAnotherDoes() throws Exception {
        Person person = shop.person();
        Answer order = shop.placed(person);
        String expired = order.text("page");
        String session = expired.substring(expired.lastIndexOf('/') + 1);
        shop.card().raw("POST", "/v1/checkout/sessions/" + session + "/expire", "");

        assertThat(shop.buyer().open(expired).statusCode()).isEqualTo(410);
        Answer again = shop.orders(person, "POST", "/" + order.text("order") + "/payment", "{}");
        assertThat(again.status()).as("%s", again.body()).isEqualTo(200);
        assertThat(shop.buyer().pay(again.text("page"), OpenShop.GOOD).statusCode()).isEqualTo(200);
        shop.becomes(person, order.text("order"), "fulfilled");

        OpenShop.refused(
                shop.orders(person, "POST", "/" + order.text("order") + "/payment", "{}"),
                409,
                "order-state");
        OpenShop.refused(
                shop.orders(person, "POST", "/" + order.text("order") + "/cancel", "{}"),
                409,
                "order-state");
    }
}
