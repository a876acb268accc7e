package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.provider.Capture;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Purchases with drawn faults at a provider that is also killed: answers lost before and after it
 * has acted, its own failures, keys forgotten, webhooks lost, doubled and forged; buyers who are
 * declined, go away, or press "pay again". Afterwards every attempt is at its end, the provider's
 * journal has taken from each buyer once at most what they owe, and our books say what it says.
 */
@Servers(postgres = 2, tier = "money")
class NeverChargedTwiceScenario {

    /** More by hand: {@code -Dplat.purchases=500}. */
    private static final int PURCHASES = Integer.getInteger("plat.purchases", 6);

    private static final List<String> ANSWERS =
            List.of(
                    "reset-before",
                    "reset-after-commit",
                    "500-before",
                    "500-after",
                    "429",
                    "prune-keys");
    private static final List<String> HOOKS =
            List.of("hook-lose", "hook-dup", "hook-shuffle", "hook-forge", "hook-stale");
    private static final List<String> CALLS =
            List.of(
                    "customers.create",
                    "checkout.sessions.create",
                    "checkout.sessions.retrieve",
                    "checkout.sessions.expire",
                    "payment_intents.capture",
                    "payment_intents.cancel",
                    "refunds.create",
                    "events.list");

    @TempDir private static Path folder;
    private static CardProcess card;
    private static PlatPayments plat;

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.all().get(1));
        plat = PlatPayments.open(postgres.first(), card, PlatPayments.anyhow());
    }

    @AfterAll
    static void stop() {
        plat.close();
        card.close();
    }

    @SeededTest(cases = 1)
    void nobodyIsChargedTwice(Seed seed) throws Exception {
        List<Payment> all = new ArrayList<>();
        for (int i = 0; i < PURCHASES; i++) {
            if (i % 12 == 3) {
                card.killAndRestart();
            }
            spoil(seed);
            all.add(purchase(seed));
        }
        card.control("DELETE", "/scripts", "");
        settle(all);

        JsonNode journal = card.control("GET", "/journal", "").get("entries");
        for (Payment payment : all) {
            Standing standing = plat.payments.find(payment.id());
            long taken = sum(journal, payment, "captured");
            assertThat(count(journal, payment)).as("%s %s", seed, standing).isLessThanOrEqualTo(1);
            assertThat(taken).as("%s", standing).isEqualTo(standing.payment().captured());
            assertThat(plat.booked(payment))
                    .as("%s", standing)
                    .isEqualTo(taken - sum(journal, payment, "refunded"));
            assertThat(standing.newest().state())
                    .as("%s", standing)
                    .isIn(
                            AttemptState.CAPTURED,
                            AttemptState.VOIDED,
                            AttemptState.DECLINED,
                            AttemptState.ERRORED);
        }
    }

    private static void spoil(Seed seed) {
        for (int i = seed.between(1, 3); i > 0; i--) {
            if (seed.chance(0.3)) {
                card.play("", seed.pick(HOOKS));
            } else {
                card.play(seed.pick(CALLS), seed.pick(ANSWERS));
            }
        }
    }

    private static Payment purchase(Seed seed) throws Exception {
        Capture capture = seed.chance(0.5) ? Capture.AUTOMATIC : Capture.MANUAL;
        Payment payment = plat.wish(seed.between(100, 9_999), capture);
        plat.payments.open(payment);
        for (int step = seed.between(2, 5); step > 0; step--) {
            turn(Duration.ofSeconds(seed.between(1, 90)));
            act(seed, payment);
        }
        return payment;
    }

    private static void act(Seed seed, Payment payment) throws Exception {
        Attempt newest = plat.payments.find(payment.id()).newest();
        try {
            switch (newest.state()) {
                case ACTION -> atThePage(seed, payment, newest);
                case AUTHORISED -> held(seed, payment);
                case CAPTURED -> {
                    if (seed.chance(0.3)) {
                        plat.refunds.request(
                                plat.ids.next(IdKind.REFUND, payment.id()), payment.id(), 50);
                    }
                }
                case CREATED, SENT, PENDING, UNKNOWN, DECLINED, ERRORED, VOIDED, REVIEW ->
                        plat.payments.again(payment.id());
            }
        } catch (PlatException e) {
            // said no: another is under way, or nothing is left
        }
    }

    private static void atThePage(Seed seed, Payment payment, Attempt newest) throws Exception {
        String page = newest.page();
        if (page == null || seed.chance(0.2)) {
            plat.payments.again(payment.id());
            return;
        }
        String number = seed.chance(0.3) ? "4000 0000 0000 0002" : "4242 4242 4242 4242";
        try {
            card.buyer().pay(page, number);
        } catch (IllegalStateException e) {
            // the page is closed by now
        }
        if (seed.chance(0.3)) {
            plat.payments.again(payment.id());
        }
    }

    private static void held(Seed seed, Payment payment) {
        if (seed.chance(0.2)) {
            plat.payments.cancel(payment.id());
        } else {
            plat.payments.capture(payment.id(), seed.between(1, (int) payment.amount().minor()));
        }
    }

    private static void turn(Duration by) {
        plat.turn(card, by);
        plat.poller.poll();
        plat.work();
    }

    /** Pages expire, holds end, what was asked has its answer. */
    private static void settle(List<Payment> all) {
        for (int hours = 0; hours < 9 * 24 && !settled(all); hours += 6) {
            turn(Duration.ofHours(6));
        }
    }

    private static boolean settled(List<Payment> all) {
        return all.stream()
                .map(payment -> plat.payments.find(payment.id()).newest().state())
                .allMatch(state ->
                        state == AttemptState.CAPTURED
                                || state == AttemptState.REVIEW
                                || state.dead());
    }

    private static int count(JsonNode journal, Payment payment) {
        return (int)
                of(journal, payment).stream()
                        .filter(it -> it.get("kind").asText().equals("captured"))
                        .count();
    }

    private static long sum(JsonNode journal, Payment payment, String kind) {
        return of(journal, payment).stream()
                .filter(it -> it.get("kind").asText().equals(kind))
                .mapToLong(it -> it.get("amount").asLong())
                .sum();
    }

    /** All that was moved for its intents; a refund has marks of its own. */
    private static List<JsonNode> of(JsonNode journal, Payment payment) {
        Set<String> intents = new HashSet<>();
        journal.forEach(entry -> {
            if (entry.path("metadata").path("payment").asText().equals(payment.id().toString())) {
                intents.add(entry.get("intent").asText());
            }
        });
        List<JsonNode> found = new ArrayList<>();
        journal.forEach(entry -> {
            if (intents.contains(entry.get("intent").asText())) {
                found.add(entry);
            }
        });
        return found;
    }
}
