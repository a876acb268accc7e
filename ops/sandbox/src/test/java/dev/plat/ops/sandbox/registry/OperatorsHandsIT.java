package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.ops.sandbox.registry.Operator.Said;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as an operator types it, against payments, checkout and domains as they run, and
 * the registry and the card provider as processes of their own.
 */
@Servers(postgres = 2, tier = "hands", zookeeper = 1)
class OperatorsHandsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String GOOD = "4242424242424242";
    private static final String DISPUTED = "4000000000000259";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir private static Path folder;
    private static OpenShop shop;
    private static Operator operator;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
        operator = new Operator(folder, shop.domains().secrets(), shop.sale());
    }

    @AfterAll
    static void end() {
        shop.close();
    }

    private static Answer at(Person person, String method, String path, String body) {
        return shop.orders(person, method, path, body);
    }

    /** A purchase that waits for its payment. */
    private static Answer placed(Person person) {
        Answer answer =
                at(
                        person,
                        "POST",
                        "",
                        """
                        {"key": "%s", "items": [{"price": "%s", "name": "%s", "years": 1}],
                         "total": {"amount": %d, "currency": "EUR"}}
                        """
                                .formatted(
                                        UUID.randomUUID(),
                                        SaleProcesses.PRICE,
                                        "hands-" + NAMES.incrementAndGet() + ".test",
                                        SaleProcesses.CENTS));
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

    private static Said done(String... words) throws Exception {
        Said said = operator.say(words);
        assertThat(said.exit()).as(said.out()).isZero();
        return said;
    }

    private static Said refused(String... words) throws Exception {
        Said said = operator.say(words);
        assertThat(said.exit()).as(said.out()).isEqualTo(1);
        return said;
    }

    @Test
    void whatIsSoldIsInTheBooksAndAtTheProviderAndGoesBackOnAWord() throws Exception {
        Person person = shop.person();
        Answer order = placed(person);
        shop.buyer().pay(order.text("page"), GOOD);
        becomes(person, order, "fulfilled");
        String payment = "pay_" + order.text("order").substring("ord_".length());

        JsonNode report = done("payments", "reconcile", "--json").event();
        assertThat(report.path("clean").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("movements").asLong()).isPositive();
        assertThat(done("payments", "reconcile").out()).contains("100.00 %", "balance: provider");
        JsonNode proof = done("payments", "ledger", "verify", "--json").event();
        assertThat(proof.path("entries").asLong()).isGreaterThanOrEqualTo(4);
        assertThat(done("payments", "ledger", "show", "fees:stripe").out())
                .containsPattern("fees:stripe +\\d+\\.\\d\\d EUR");
        String account =
                done("checkout", "orders", "show", order.text("order"), "--json")
                        .event()
                        .path("account")
                        .asText();
        assertThat(done("payments", "ledger", "show", account).out())
                .containsPattern(
                        "journal \\d+ capture +12.00 EUR|journal \\d+ capture +-12.00 EUR");

        assertThat(done("payments", "refund", payment, "--amount", "2.00").out())
                .contains("2.00 EUR  done");
        assertThat(done("payments", "refund", payment).out()).contains("10.00 EUR  done");
        assertThat(refused("payments", "refund", payment, "--amount", "1").out())
                .contains("refund-too-large");
        assertThat(done("payments", "reconcile", "--json").event().path("clean").asBoolean())
                .isTrue();
        assertThat(done("payments", "ledger", "show", account).out())
                .containsPattern("refunds-due:" + account + " +0.00 EUR");

        takenPastUs(4_321);
        assertThat(refused("payments", "reconcile").out())
                .containsPattern("suspense +43.21 USD +charge txn_.*without a mark of ours")
                .contains("in suspense: -43.21 USD");
        assertThat(refused("payments", "alarms").out())
                .containsPattern("ALARM +movements_not_explained +1, at most 0");
        suspenseIsEnded();
    }

    /** By who looked into it, with a reason; then nothing is open any more. */
    private static void suspenseIsEnded() throws Exception {
        Said waiting = refused("payments", "settle");
        Matcher movement = Pattern.compile("txn_\\w+").matcher(waiting.out());
        assertThat(movement.find()).as(waiting.out()).isTrue();
        String id = movement.group();
        assertThat(operator.say("payments", "settle", id, "revenue:other").exit()).isEqualTo(2);
        assertThat(refused("payments", "settle", id, "attic", "--reason", "x").out())
                .contains("field-invalid", "bank, fees");

        String why = "paid at the fair, by hand";
        assertThat(done("payments", "settle", id, "revenue:other", "--reason", why).out())
                .contains("settled: to revenue:other");

        assertThat(done("payments", "settle").out()).contains("Nothing waits for a person.");
        assertThat(done("payments", "reconcile").out()).doesNotContain("in suspense");
        assertThat(operator.say("payments", "alarms").out())
                .containsPattern("(?m)^ +movements_not_explained +0, at most 0");
    }

    /** The provider gives nothing back of what a bank has taken. */
    @Test
    void aRefundThatFailedIsPaidPastTheProvider() throws Exception {
        Person person = shop.person();
        Answer order = placed(person);
        shop.buyer().pay(order.text("page"), DISPUTED);
        becomes(person, order, "fulfilled");
        String payment = "pay_" + order.text("order").substring("ord_".length());
        Said failed = refused("payments", "refund", payment);
        String refund = failed.out().substring(0, failed.out().indexOf(' '));
        assertThat(refused("payments", "refund", payment).out()).contains("refund-too-large");
        assertThat(refused("payments", "settle").out()).contains(refund, "failed", payment);

        String why = "by bank transfer 4711";
        assertThat(done("payments", "settle", refund, "elsewhere", "--reason", why).out())
                .contains("done: paid back elsewhere");

        String account =
                done("checkout", "orders", "show", order.text("order"), "--json")
                        .event()
                        .path("account")
                        .asText();
        assertThat(done("payments", "ledger", "show", account).out())
                .containsPattern("refunds-due:" + account + " +0.00 EUR");
        assertThat(refused("payments", "settle", refund, "again", "--reason", why).out())
                .contains("order-state");
    }

    private static void takenPastUs(long minor) throws Exception {
        shop.card()
                .stripe()
                .v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(minor)
                                .setCurrency("usd")
                                .setPaymentMethod("pm_card_visa")
                                .setConfirm(true)
                                .setOffSession(true)
                                .build(),
                        RequestOptions.builder()
                                .setIdempotencyKey(UUID.randomUUID().toString())
                                .build());
    }

    @Test
    void aPurchaseIsParkedShownAndTakenUpAgain() throws Exception {
        Person person = shop.person();
        Answer order = placed(person);
        String id = order.text("order");

        assertThat(done("checkout", "orders", "--state", "awaiting-payment").out()).contains(id);
        done("checkout", "orders", "park", id, "--reason", "a fraud is looked into");
        assertThat(refused("checkout", "orders").out()).contains(id, "a fraud is looked into");
        assertThat(refused("checkout", "orders", "advance", id).out()).contains("order-state");
        assertThat(refused("checkout", "alarms").out())
                .containsPattern("ALARM +orders_parked +1, at most 0");
        shop.buyer().pay(order.text("page"), GOOD);
        assertThat(done("checkout", "orders", "show", id).out())
                .contains("parked: parked by an operator", "secure-payment");

        done("checkout", "orders", "unpark", id);
        becomes(person, order, "fulfilled");

        assertThat(done("checkout", "orders", "show", id).out())
                .containsPattern("done +register-name");
        assertThat(operator.say("checkout", "alarms").out())
                .containsPattern("(?m)^ +orders_parked +0, at most 0");
        assertThat(refused("checkout", "orders", "unpark", id).out()).contains("order-state");
    }

    @Test
    void anEventIsReplayedAndTheProvidersClockIsTurned() throws Exception {
        Person person = shop.person();
        Answer order = placed(person);
        shop.buyer().pay(order.text("page"), GOOD);
        becomes(person, order, "fulfilled");
        String event = shop.card().stripe().v1().events().list().getData().getFirst().getId();

        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(done("payments", "events", "replay", event).out())
                                .contains(event));
        assertThat(refused("payments", "events", "replay", "evt_nowhere").out())
                .contains("not-found");
        JsonNode clock = done("payments", "clock", "advance", "2h", "--json").event();
        assertThat(clock.path("ahead").asText()).isNotEqualTo("PT0S");
        assertThat(operator.say("payments", "clock", "advance").exit()).isEqualTo(2);
    }
}
