package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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
        IdGenerator ids = new IdGenerator(() -> START, new Random(1));
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        OrderLine line =
                new OrderLine(
                        1,
                        OrderLine.Kind.NAME,
                        "a.test",
                        "test-year",
                        1,
                        null,
                        new Amount(1200, "EUR"));
        Id order = ids.next(IdKind.ORDER, account);
        driver.place(
                Order.draft(
                        order,
                        account,
                        "key-of-it",
                        List.of(line),
                        true,
                        START,
                        START.plus(Duration.ofMinutes(30))));
        drive(driver, order);
        return order;
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
