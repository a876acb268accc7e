package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.checkout.OrderWords;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A buyer who looks has what is waited for asked at once, and is told how it stands. */
class WaitedForOrderTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private final MemoryOrderBook book = new MemoryOrderBook();
    private final Map<Step, Answer> answers = new EnumMap<>(Step.class);
    private Instant now = START;
    private final OrderDriver driver =
            new OrderDriver(
                    book,
                    (_, effect, _) ->
                            answers.getOrDefault(effect.step(), new Answer.Done("captured")),
                    Patience.USUAL,
                    () -> now,
                    ControlPoints.NONE);

    /** The bank says yes to who has given up: that is known when they look, not minutes later. */
    @Test
    void whoPaysWhileGivingUpIsServedWhenTheyLook() {
        answers.put(Step.SECURE_PAYMENT, new Answer.Later());
        answers.put(Step.EXPIRE_PAYMENT, new Answer.Later());
        Id order = placed();
        driver.tell(order, new Event.CancelAsked());
        waitedFor(order, Duration.ofMinutes(20));
        answers.put(Step.EXPIRE_PAYMENT, new Answer.Refused("captured"));
        drive(order);
        assertThat(find(order).state()).as("by itself").isEqualTo(OrderState.AWAITING_PAYMENT);

        driver.tell(order, new Event.Hastened());
        drive(order);

        assertThat(find(order).state()).isEqualTo(OrderState.FULFILLED);
    }

    @Test
    void aPageThatCouldNotBeOpenedIsAskedForWhenTheyLook() {
        answers.put(Step.OPEN_PAYMENT, new Answer.Later());
        answers.put(Step.SECURE_PAYMENT, new Answer.Later());
        Id order = placed();
        waitedFor(order, Duration.ofMinutes(20));
        answers.put(Step.OPEN_PAYMENT, new Answer.Done("https://card.test/page"));
        drive(order);
        assertThat(find(order).page()).as("by itself").isEmpty();

        driver.tell(order, new Event.Hastened());
        drive(order);

        assertThat(find(order).page()).contains("https://card.test/page");
    }

    /** The page before is closed, and the provider has not said what the next one is. */
    @Test
    void nobodyIsSentToAPageThatIsClosed() {
        answers.put(Step.OPEN_PAYMENT, new Answer.Done("https://card.test/old"));
        answers.put(Step.SECURE_PAYMENT, new Answer.Later());
        Id order = placed();

        driver.tell(order, new Event.Opened(null));
        assertThat(find(order).page()).isEmpty();

        driver.tell(order, new Event.Opened("https://card.test/new"));
        assertThat(find(order).page()).contains("https://card.test/new");
    }

    @Test
    void whatCouldNotBeHadIsNotThankedFor() {
        answers.put(Step.SECURE_PAYMENT, new Answer.Done("authorised"));
        answers.put(Step.REGISTER_NAME, new Answer.Refused("name-taken"));
        Id order = placed();

        Order after = find(order);

        assertThat(after.state()).isEqualTo(OrderState.FULFILLED);
        assertThat(OrderWords.sentence(after))
                .isEqualTo("What could be had is yours, and only that was paid.");
        assertThat(after.charged()).contains(new Amount(900, "EUR"));
    }

    @Test
    void whatIsGivenUpBeforeItsPageIsThereSaysSo() {
        answers.put(Step.OPEN_PAYMENT, new Answer.Later());
        answers.put(Step.EXPIRE_PAYMENT, new Answer.Later());
        Id order = placed();

        driver.tell(order, new Event.CancelAsked());

        assertThat(OrderWords.sentence(find(order)))
                .isEqualTo("It is being given up. Nothing was taken.");
    }

    private Id placed() {
        Order draft =
                Drafts.of(
                        START,
                        List.of(
                                Drafts.line(1, OrderLine.Kind.PLAN, "pro", 900),
                                Drafts.line(2, OrderLine.Kind.NAME, "a.test", 1200)));
        driver.place(draft);
        drive(draft.id());
        return draft.id();
    }

    private Order find(Id order) {
        return book.find(order).orElseThrow();
    }

    /** Asked whenever it is due, up to a moment at which it just was. */
    private void waitedFor(Id order, Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plusSeconds(1);
            drive(order);
        }
        int asked = tries(order);
        while (tries(order) == asked) {
            now = now.plusSeconds(1);
            drive(order);
        }
    }

    private int tries(Id order) {
        return find(order).effects().stream().mapToInt(Effect::tries).sum();
    }

    private void drive(Id order) {
        for (int i = 0; i < 20 && driver.advance(order); i++) {
            // as far as it goes
        }
    }
}
