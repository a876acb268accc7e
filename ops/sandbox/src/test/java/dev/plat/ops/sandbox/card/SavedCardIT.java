package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.provider.stripe.StripeProvider;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A card that its owner left on the page is charged without them, once, or declined for good. */
@Servers(postgres = 1, tier = "saved")
class SavedCardIT {

    private static final Money PRICE = Money.of(1_999, "EUR");
    private static final String CREATE = "payment_intents.create";
    private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC(), new Random(7));
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

    private static Charge charge(@Nullable String method, boolean keepsCard) {
        return new Charge(
                IDS.next(IdKind.ATTEMPT, ACCOUNT),
                IDS.next(IdKind.PAYMENT, ACCOUNT),
                ACCOUNT,
                PRICE,
                Capture.AUTOMATIC,
                customer,
                "https://plat-checkout.localhost/back",
                "https://plat-checkout.localhost/cart",
                card.now().plus(Duration.ofHours(1)),
                method,
                keepsCard);
    }

    /** Pays on the page and answers the card that was left there. */
    private static Optional<SavedCard> left(String number, boolean keepsCard) throws Exception {
        Charge charge = charge(null, keepsCard);
        Outcome.ActionNeeded open = (Outcome.ActionNeeded) provider.open(charge);
        buyer.pay(open.page().orElseThrow(), number);
        Outcome.Succeeded paid = (Outcome.Succeeded) provider.fetch(charge, open.refs());
        return provider.card(paid.refs());
    }

    @Test
    void whatIsLeftIsChargedWithoutItsOwner() throws Exception {
        SavedCard saved = left("4242424242424242", true).orElseThrow();
        assertThat(saved.brand()).isEqualTo("visa");
        assertThat(saved.last4()).isEqualTo("4242");
        Charge charge = charge(saved.token(), false);

        Outcome.Succeeded done = (Outcome.Succeeded) provider.charge(charge);

        assertThat(done.captured()).isEqualTo(PRICE);
        assertThat(provider.charge(charge)).isEqualTo(done);
        assertThat(provider.fetch(charge, done.refs())).isEqualTo(done);
        assertThat(provider.find(charge)).isEqualTo(done);
        String intent = Optional.ofNullable(done.refs().intent()).orElseThrow();
        assertThat(card.journal(intent)).containsExactly("captured 1999");
    }

    @Test
    void withoutLeaveNoCardIsKept() throws Exception {
        assertThat(left("4242424242424242", false)).isEmpty();
        assertThat(provider.card(Refs.NONE)).isEmpty();
    }

    /** Of a bank that wants the buyer to confirm, too: there is no buyer. */
    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeCustomerFail, SOFT",
        "pm_card_chargeDeclinedInsufficientFunds, SOFT",
        "pm_card_chargeDeclinedLostCard, HARD",
        "pm_card_threeDSecureRequired, ACTION"
    })
    void aBanksNoIsTheEndOfTheCharge(String method, DeclineClass kind) {
        Charge charge = charge(method, false);

        Outcome told = provider.charge(charge);

        assertThat(told)
                .isInstanceOfSatisfying(
                        Outcome.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(kind));
        assertThat(provider.find(charge))
                .isInstanceOfSatisfying(
                        Outcome.Declined.class,
                        declined -> assertThat(declined.kind()).isEqualTo(kind));
    }

    /** Whatever is lost on the way: the same key again, and the list, say what became of it. */
    @ParameterizedTest
    @ValueSource(strings = {"reset-before", "reset-after-commit", "500-after"})
    void whatHadNoAnswerIsFoundAndChargedOnce(String script) throws Exception {
        SavedCard saved = left("4242424242424242", true).orElseThrow();
        Charge charge = charge(saved.token(), false);
        card.play(CREATE, script);

        assertThat(provider.charge(charge)).isInstanceOf(Outcome.Unknown.class);
        Outcome found = provider.find(charge);
        if (found instanceof Outcome.NotFound) {
            found = provider.charge(charge);
        }

        assertThat(found).isInstanceOf(Outcome.Succeeded.class);
        String intent =
                Optional.ofNullable(((Outcome.Succeeded) found).refs().intent()).orElseThrow();
        assertThat(card.journal(intent)).containsExactly("captured 1999");
    }
}
