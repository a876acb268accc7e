package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A name is bought with a card: checkout, payments and domains as they run, the registry and the
 * card provider as processes of their own. What is paid is what was had.
 */
@Servers(postgres = 2, tier = "sale", zookeeper = 1)
class PaidNameIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String GOOD = "4242424242424242";
    private static final String DECLINED = "4000000000000002";
    private static final AtomicInteger NAMES = new AtomicInteger();

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

    private static String fresh() {
        return "paid-" + NAMES.incrementAndGet() + ".test";
    }

    private static Answer at(Person person, String method, String path, String body) {
        return shop.orders(person, method, path, body);
    }

    private static Answer place(Person person, String key, String price, String name, long cents) {
        return at(
                person,
                "POST",
                "",
                """
                {"key": "%s", "items": [{"price": "%s", "name": "%s", "years": 1, "site": "%s"}],
                 "total": {"amount": %d, "currency": "EUR"}}
                """
                        .formatted(key, price, name, person.site(), cents));
    }

    /** A purchase that waits for its payment. */
    private static Answer placed(Person person, String name) {
        Answer answer =
                place(
                        person,
                        UUID.randomUUID().toString(),
                        SaleProcesses.PRICE,
                        name,
                        SaleProcesses.CENTS);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return becomes(person, answer, "awaiting-payment");
    }

    private static Answer becomes(Person person, Answer order, String state) {
        String path = "/" + order.text("order");
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = at(person, "GET", path, "");
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return at(person, "GET", path, "");
    }

    /** What money did for an order, at the provider. */
    private static List<String> money(Answer order) {
        String payment = "pay_" + order.text("order").substring("ord_".length());
        JsonNode entries = shop.card().control("GET", "/journal", "").get("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.toString().contains(payment))
                .map(entry -> entry.get("kind").asText() + " " + entry.get("amount").asText())
                .toList();
    }

    @Test
    void aNameThatIsPaidIsTheBuyers() throws Exception {
        Person person = shop.person();
        Person other = shop.person();
        String name = fresh();
        Answer order = placed(person, name);
        assertThat(shop.registry().creates(name)).isZero();
        Answer late =
                place(
                        other,
                        UUID.randomUUID().toString(),
                        SaleProcesses.PRICE,
                        name,
                        SaleProcesses.CENTS);
        assertThat(becomes(other, late, "cancelled").text("sentence")).contains("is taken");

        assertThat(shop.buyer().pay(order.text("page"), GOOD).statusCode()).isEqualTo(200);
        Answer done = becomes(person, order, "fulfilled");

        assertThat(done.text("sentence")).contains("It is yours");
        assertThat(shop.registry().creates(name)).isEqualTo(1);
        assertThat(money(order)).containsExactly("authorised 1200", "captured 1200");
        Answer mine = shop.domains().get(person, "/api/v1/registrations");
        assertThat(mine.body().findValuesAsText("name")).containsExactly(name);
        assertThat(money(late)).isEmpty();
    }

    @Test
    void whoIsDeclinedPaysAgainAndOnce() throws Exception {
        Person person = shop.person();
        String name = fresh();
        Answer order = placed(person, name);
        String first = order.text("page");
        assertThat(shop.buyer().pay(first, DECLINED).body()).contains("declined");

        Answer again = at(person, "POST", "/" + order.text("order") + "/payment", "{}");
        assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
        assertThat(again.text("page")).startsWith("https://").isNotEqualTo(first);
        shop.buyer().pay(again.text("page"), GOOD);
        becomes(person, order, "fulfilled");

        assertThat(shop.registry().creates(name)).isEqualTo(1);
        assertThat(money(order)).containsExactly("authorised 1200", "captured 1200");
    }

    @Test
    void whatIsGivenUpCannotBePaidAndIsFreeForOthers() throws Exception {
        Person person = shop.person();
        Person other = shop.person();
        String name = fresh();
        Answer order = placed(person, name);

        Answer cancelled = at(person, "POST", "/" + order.text("order") + "/cancel", "{}");
        assertThat(cancelled.status()).as(cancelled.body().toString()).isEqualTo(200);
        becomes(person, order, "cancelled");

        assertThat(shop.buyer().open(order.text("page")).body()).doesNotContain("name=\"number\"");
        assertThat(money(order)).isEmpty();
        placed(other, name);
    }

    /** Somebody else was faster at the registry: the hold is let go, and nothing is paid. */
    @Test
    void aNameThatIsLostAfterThePaymentCostsNothing() throws Exception {
        Person person = shop.person();
        String name = fresh();
        Answer order = placed(person, name);
        shop.registry().play("domain:create", name, "taken-meanwhile", 0);

        shop.buyer().pay(order.text("page"), GOOD);
        Answer done = becomes(person, order, "cancelled");

        assertThat(done.text("sentence")).contains("Nothing was taken");
        assertThat(money(order)).containsExactly("authorised 1200", "released 1200");
    }

    /** The provider answers nothing for the capture: it is made once all the same. */
    @Test
    void aLostAnswerIsNotASecondCharge() throws Exception {
        Person person = shop.person();
        Answer order = placed(person, fresh());
        shop.card()
                .control(
                        "POST",
                        "/scripts",
                        "{\"on\": {\"op\": \"payment_intents.capture\"}, \"do\": \"reset-after-commit\"}");

        shop.buyer().pay(order.text("page"), GOOD);
        becomes(person, order, "fulfilled");

        assertThat(money(order)).containsExactly("authorised 1200", "captured 1200");
    }

    @Test
    void whatIsNotAsItWasShownIsRefused() {
        Person person = shop.person();
        String name = fresh();
        String key = UUID.randomUUID().toString();

        refused(place(person, key, SaleProcesses.PRICE, name, 1_100), 409, "quote-changed");
        refused(place(person, key, "domain-gone", name, 1_200), 409, "price-gone");
        refused(place(person, key, "domain-example-year-eur-1", name, 900), 422, "field-invalid");
        refused(place(person, "short", SaleProcesses.PRICE, name, 1_200), 422, "field-invalid");
        Answer order = place(person, key, SaleProcesses.PRICE, name, 1_200);
        assertThat(order.status()).as(order.body().toString()).isEqualTo(201);
        assertThat(place(person, key, SaleProcesses.PRICE, name, 1_200).text("order"))
                .isEqualTo(order.text("order"));
        refused(
                place(person, key, SaleProcesses.PRICE, fresh(), 1_200),
                422,
                "idempotency-mismatch");
        refused(at(shop.person(), "GET", "/" + order.text("order"), ""), 404, "not-found");
        assertThat(at(person, "GET", "", "").body().get("orders")).hasSize(1);
    }

    @Test
    void nobodyKeepsManyNamesFromOthersWithoutPaying() {
        Person person = shop.person();
        for (int i = 0; i < 10; i++) {
            placed(person, fresh());
        }

        Answer more =
                place(
                        person,
                        UUID.randomUUID().toString(),
                        SaleProcesses.PRICE,
                        fresh(),
                        SaleProcesses.CENTS);

        refused(more, 429, "rate-limited");
    }

    @Test
    void aNameIsBoughtForTenYearsAtMost() {
        Person person = shop.person();

        Answer answer =
                at(
                        person,
                        "POST",
                        "",
                        """
                        {"key": "eleven-years", "items": [{"price": "%s", "name": "%s", "years": 11}],
                         "total": {"amount": %d, "currency": "EUR"}}
                        """
                                .formatted(SaleProcesses.PRICE, fresh(), 11 * SaleProcesses.CENTS));

        refused(answer, 422, "field-invalid");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }
}
