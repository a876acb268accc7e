package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.provider.stripe.StripeProvider;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What payments makes of the provider, over the line it will use: each outcome that there is. */
@Servers(postgres = 1, tier = "card")
class PlatsOwnAdapterIT {

    private static final Money PRICE = Money.of(1_999, "EUR");
    private static final String OPEN = "checkout.sessions.create";
    private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC(), new Random(5));
    private static final Id ACCOUNT = IDS.nextAnywhere(IdKind.ACCOUNT);

    @TempDir private static Path folder;
    private static CardProcess card;
    private static Shop endpoint;
    private static StripeProvider provider;
    private static Buyer buyer;
    private static String customer = "";

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.first());
        endpoint = new Shop();
        buyer = card.buyer();
        provider =
                new StripeProvider(
                        card.settings(List.of(card.hook(endpoint.url()))),
                        JsonMapper.createDefault(),
                        Clock.systemUTC());
        customer = provider.customer(ACCOUNT).orElseThrow();
    }

    @AfterAll
    static void stop() {
        provider.close();
        endpoint.close();
        card.close();
    }

    @BeforeEach
    void nothingGoesWrong() {
        card.control("DELETE", "/scripts", "");
    }

    private static Charge charge(Capture capture) {
        return new Charge(
                IDS.next(IdKind.ATTEMPT, ACCOUNT),
                IDS.next(IdKind.PAYMENT, ACCOUNT),
                ACCOUNT,
                PRICE,
                capture,
                customer,
                "https://plat-checkout.localhost/back",
                "https://plat-checkout.localhost/cart",
                card.now().plus(Duration.ofHours(1)));
    }

    private static Outcome.ActionNeeded opened(Charge charge) {
        return (Outcome.ActionNeeded) provider.open(charge);
    }

    private static Refs paid(Charge charge, String number) throws Exception {
        Outcome.ActionNeeded open = opened(charge);
        buyer.pay(open.page().orElseThrow(), number);
        return open.refs();
    }

    @Test
    void oneWhoPaysHasPaid() throws Exception {
        Charge charge = charge(Capture.AUTOMATIC);

        Refs refs = paid(charge, "4242424242424242");

        Outcome.Succeeded done = (Outcome.Succeeded) provider.fetch(charge, refs);
        assertThat(done.captured()).isEqualTo(PRICE);
        assertThat(provider.find(charge)).isEqualTo(done);
        assertThat(provider.expire(charge, refs)).isInstanceOf(Outcome.Refused.class);

        String intent = Optional.ofNullable(done.refs().intent()).orElseThrow();
        Repayment half =
                new Repayment(
                        IDS.next(IdKind.REFUND, ACCOUNT),
                        charge.attempt(),
                        intent,
                        Money.of(1_000, "EUR"));
        RepaymentOutcome first = provider.refund(half);
        assertThat(first).isInstanceOf(RepaymentOutcome.Done.class);
        assertThat(provider.refund(half)).isEqualTo(first);
        assertThat(provider.findRefund(half)).isEqualTo(first);
        Repayment tooMuch =
                new Repayment(
                        IDS.next(IdKind.REFUND, ACCOUNT),
                        charge.attempt(),
                        intent,
                        Money.of(1_000, "EUR"));
        assertThat(provider.refund(tooMuch)).isInstanceOf(RepaymentOutcome.Refused.class);
        assertThat(card.journal(intent)).containsExactly("captured 1999", "refunded 1000");
    }

    @Test
    void whatIsHeldIsTakenInPartOrLetGo() throws Exception {
        Charge taken = charge(Capture.MANUAL);
        Refs refs =
                ((Outcome.Authorised) provider.fetch(taken, paid(taken, "4242424242424242")))
                        .refs();
        Charge dropped = charge(Capture.MANUAL);
        Refs other =
                ((Outcome.Authorised) provider.fetch(dropped, paid(dropped, "4242424242424242")))
                        .refs();

        Outcome captured = provider.capture(taken, refs, Money.of(500, "EUR"));

        assertThat(captured)
                .asInstanceOf(type(Outcome.Succeeded.class))
                .extracting(Outcome.Succeeded::captured)
                .isEqualTo(Money.of(500, "EUR"));
        assertThat(provider.cancel(taken, refs)).isInstanceOf(Outcome.Refused.class);
        assertThat(provider.cancel(dropped, other)).isInstanceOf(Outcome.Voided.class);
    }

    @ParameterizedTest
    @CsvSource({
        "4000000000000002, SOFT, generic_decline",
        "4000000000009995, SOFT, insufficient_funds",
        "4000000000009987, HARD, lost_card"
    })
    void aDeclineIsKnownOnceThePageIsClosed(String number, DeclineClass kind, String reason)
            throws Exception {
        Charge charge = charge(Capture.AUTOMATIC);
        Refs refs = paid(charge, number);

        Outcome open = provider.fetch(charge, refs);
        Outcome closed = provider.expire(charge, refs);

        assertThat(open)
                .asInstanceOf(type(Outcome.ActionNeeded.class))
                .extracting(Outcome.ActionNeeded::declined)
                .isEqualTo(Optional.of(reason));
        assertThat(closed)
                .asInstanceOf(type(Outcome.Declined.class))
                .extracting(Outcome.Declined::kind, Outcome.Declined::reason)
                .containsExactly(kind, reason);
    }

    @Test
    void aPageThatNobodyUsedIsVoid() {
        Charge charge = charge(Capture.AUTOMATIC);
        Refs refs = opened(charge).refs();

        assertThat(provider.expire(charge, refs)).isInstanceOf(Outcome.Voided.class);
        assertThat(provider.find(charge(Capture.AUTOMATIC))).isInstanceOf(Outcome.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset-before", "reset-after-commit", "500-before", "500-after", "429"})
    void noAnswerIsUnknownAndNeverMoreThanOnePage(String script) {
        Charge charge = charge(Capture.AUTOMATIC);
        card.play(OPEN, script);

        assertThat(provider.open(charge)).isInstanceOf(Outcome.Unknown.class);

        boolean there = script.equals("reset-after-commit") || script.equals("500-after");
        Outcome found = provider.find(charge);
        assertThat(found).isInstanceOf(there ? Outcome.ActionNeeded.class : Outcome.NotFound.class);
        if (!script.startsWith("500")) {
            Outcome again = provider.open(charge);
            assertThat(provider.find(charge)).isEqualTo(again);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-amount", "wrong-currency", "wrong-metadata"})
    void anotherSumOrAnothersMarkIsAContradiction(String script) {
        card.play(OPEN, script);

        assertThat(provider.open(charge(Capture.AUTOMATIC)))
                .isInstanceOf(Outcome.Contradiction.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBankThatThinksIsPending(boolean well) throws Exception {
        Charge charge = charge(Capture.AUTOMATIC);
        card.play("page.pay", "async", ", \"seconds\": 60, \"ok\": " + well);
        Refs refs = paid(charge, "4242424242424242");

        assertThat(provider.fetch(charge, refs)).isInstanceOf(Outcome.Pending.class);

        card.turn(Duration.ofMinutes(2));
        assertThat(provider.fetch(charge, refs))
                .isInstanceOf(well ? Outcome.Succeeded.class : Outcome.Declined.class);
    }

    @Test
    void anEventLeadsToItsAttemptByMessageAndByList() throws Exception {
        Charge charge = charge(Capture.AUTOMATIC);
        Refs refs = paid(charge, "4242424242424242");
        Outcome.Succeeded done = (Outcome.Succeeded) provider.fetch(charge, refs);
        String intent = Optional.ofNullable(done.refs().intent()).orElseThrow();

        Shop.Came came = endpoint.await(1, intent, "payment_intent.succeeded").getFirst();
        ProviderEvent event =
                provider.verify(came.body().getBytes(StandardCharsets.UTF_8), came.signature());

        assertThat(event.object()).isEqualTo(intent);
        assertThat(provider.look(event))
                .isEqualTo(new Sighting.OfAttempt(charge.attempt(), new Refs(null, intent)));
        assertThat(
                        provider.events(card.now().minus(Duration.ofMinutes(10)), Optional.empty())
                                .orElseThrow()
                                .events())
                .contains(event);
        assertThat(PaymentProvider.REPLAYS_FOR).isLessThan(Duration.ofHours(24));
    }
}
