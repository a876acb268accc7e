package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a machine cannot decide waits for a person, and for nobody else. */
class ParkedOrderTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private final MemoryOrderBook book = new MemoryOrderBook();
    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = START;

    /** Nobody knows whether the buyer has paid, so the name is neither let go nor registered. */
    @Test
    void anOrderWhosePaymentCannotBeClosedIsParked() {
        OrderDriver driver =
                driver(effect ->
                        switch (effect.step()) {
                            case EXPIRE_PAYMENT -> new Answer.Refused("review");
                            case SECURE_PAYMENT -> new Answer.Later();
                            default -> new Answer.Done("");
                        });
        Id order = placed(driver);

        pass(driver, order, Duration.ofHours(1));

        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.PARKED);
        assertThat(book.find(order).orElseThrow().any(each -> each.step() == Step.RELEASE_NAME))
                .isFalse();
    }

    @Test
    void aParkedOrderAsksNobodyAnyMore() {
        OrderDriver driver =
                driver(effect ->
                        switch (effect.step()) {
                            case REGISTER_NAME -> new Answer.Later();
                            case SECURE_PAYMENT -> new Answer.Done("captured");
                            default -> new Answer.Done("");
                        });
        Id order = placed(driver);
        pass(driver, order, Patience.USUAL.registration().plusDays(1));
        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.PARKED);

        int before = asked.get();
        pass(driver, order, Duration.ofDays(30));

        assertThat(asked).hasValue(before);
        assertThat(book.due(now, 10)).isEmpty();
    }

    /** The registry has said yes after all. */
    @Test
    void aPersonLetsAParkedOrderGoOn() {
        AtomicBoolean registered = new AtomicBoolean();
        OrderDriver driver =
                driver(effect ->
                        switch (effect.step()) {
                            case REGISTER_NAME ->
                                    registered.get() ? new Answer.Done("") : new Answer.Later();
                            case SECURE_PAYMENT -> new Answer.Done("captured");
                            default -> new Answer.Done("");
                        });
        Id order = placed(driver);
        pass(driver, order, Patience.USUAL.registration().plusDays(1));
        registered.set(true);

        driver.tell(order, new Event.Unparked());
        drive(driver, order);

        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.FULFILLED);
    }

    /** What sent the order to a person is asked again, under the same key. */
    @Test
    void whatWasRefusedIsAskedAgain() {
        AtomicReference<String> payment = new AtomicReference<>("review");
        List<String> keys = new ArrayList<>();
        OrderDriver driver =
                new OrderDriver(
                        book,
                        (_, effect, key) -> {
                            keys.add(key);
                            return effect.step() != Step.SECURE_PAYMENT
                                    ? new Answer.Done("")
                                    : payment.get().equals("review")
                                            ? new Answer.Refused("review")
                                            : new Answer.Done(payment.get());
                        },
                        Patience.USUAL,
                        () -> now,
                        ControlPoints.NONE);
        Id order = placed(driver);
        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.PARKED);

        driver.tell(order, new Event.Unparked());
        drive(driver, order);
        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.PARKED);
        payment.set("captured");
        driver.tell(order, new Event.Unparked());
        drive(driver, order);

        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.FULFILLED);
        assertThat(keys).filteredOn(key -> key.endsWith("secure-payment")).hasSize(3);
        assertThat(Set.copyOf(keys)).hasSize(keys.size() - 2);
    }

    /** Whatever was under way when a person took it: it goes on from there. */
    @Test
    void anOrderThatAPersonParksIsLeftAloneAndGoesOnFromWhereItWas() {
        AtomicReference<String> money = new AtomicReference<>("");
        OrderDriver driver =
                driver(effect ->
                        effect.step() == Step.SECURE_PAYMENT && money.get().isEmpty()
                                ? new Answer.Later()
                                : new Answer.Done(money.get()));
        Id order = placed(driver);

        driver.tell(order, new Event.ParkAsked("a fraud is looked into"));
        int before = asked.get();
        pass(driver, order, Duration.ofHours(2));
        assertThat(asked).hasValue(before);
        assertThat(book.find(order).orElseThrow().reason()).contains("a fraud");
        money.set("captured");
        driver.tell(order, new Event.Unparked());
        drive(driver, order);

        assertThat(book.find(order).orElseThrow().state()).isEqualTo(OrderState.FULFILLED);
    }

    private OrderDriver driver(Function<Effect, Answer> answers) {
        return new OrderDriver(
                book,
                (_, effect, _) -> {
                    asked.incrementAndGet();
                    return answers.apply(effect);
                },
                Patience.USUAL,
                () -> now,
                ControlPoints.NONE);
    }

    private Id placed(OrderDriver driver) {
        Order draft =
                Drafts.of(START, List.of(Drafts.line(1, OrderLine.Kind.NAME, "a.test", 1200)));
        driver.place(draft);
        drive(driver, draft.id());
        return draft.id();
    }

    private void pass(OrderDriver driver, Id order, Duration time) {
        now = now.plus(time);
        driver.tell(order, new Event.Tick());
        drive(driver, order);
    }

    private static void drive(OrderDriver driver, Id order) {
        for (int i = 0; i < 20 && driver.advance(order); i++) {
            // as far as it goes
        }
    }
}
