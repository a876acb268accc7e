package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.checkout.OrderDesk;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What operators do with purchases, and what payments tells of them. */
class OrderDeskTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private final MemoryOrderBook book = new MemoryOrderBook();
    private final IdGenerator ids = new IdGenerator(() -> START, new Random(5));
    private String paid = "";
    private Instant now = START;
    private final OrderDriver driver =
            new OrderDriver(
                    book,
                    (_, effect, _) ->
                            effect.step() == Step.SECURE_PAYMENT && paid.isEmpty()
                                    ? new Answer.Later()
                                    : new Answer.Done(paid),
                    Patience.USUAL,
                    () -> now,
                    ControlPoints.NONE);
    private final OrderDesk desk = new OrderDesk(book, driver, () -> now);

    private Id placed() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Id order = ids.next(IdKind.ORDER, account);
        OrderLine line =
                new OrderLine(
                        1,
                        OrderLine.Kind.NAME,
                        "a.test",
                        "test-year",
                        1,
                        null,
                        new Amount(1200, "EUR"));
        driver.place(
                Order.draft(
                        order,
                        account,
                        "key-of-" + order,
                        List.of(line),
                        true,
                        START,
                        START.plus(Duration.ofMinutes(30))));
        for (int i = 0; i < 20 && driver.advance(order); i++) {
            // as far as it goes
        }
        return order;
    }

    /** The buyer has not come back, and the order does not look for a minute. */
    @Test
    void whatPaymentsTellsIsLookedAtNow() {
        Id order = placed();
        paid = "captured";
        assertThat(driver.advance(order)).as("due by itself").isFalse();

        assertThat(desk.paymentChanged(order).map(Order::state)).contains(OrderState.FULFILLED);
    }

    /** Money was taken, says who knows nothing of money: nothing follows from that. */
    @Test
    void whatIsToldIsAskedAndNotBelieved() {
        Id order = placed();

        assertThat(desk.paymentChanged(order).map(Order::state))
                .contains(OrderState.AWAITING_PAYMENT);
        assertThat(desk.paymentChanged(ids.nextAnywhere(IdKind.ORDER))).isEmpty();
    }

    @Test
    void whatIsAtItsEndIsLeftAlone() {
        Id order = placed();
        paid = "captured";
        desk.advance(order);
        assertThat(desk.show(order).state()).isEqualTo(OrderState.FULFILLED);

        refused(() -> desk.advance(order));
        refused(() -> desk.park(order, "why"));
        refused(() -> desk.unpark(order));
        assertThat(desk.list(Optional.of(OrderState.FULFILLED), Duration.ZERO, 10)).hasSize(1);
    }

    @Test
    void aParkedOrderIsNotAdvancedButUnparked() {
        Id order = placed();
        desk.park(order, "a fraud is looked into");
        paid = "captured";
        now = now.plus(Duration.ofHours(1));

        refused(() -> desk.advance(order));
        assertThat(desk.paymentChanged(order).map(Order::state)).contains(OrderState.PARKED);
        assertThat(desk.unpark(order).state()).isEqualTo(OrderState.FULFILLED);
        assertThatThrownBy(() -> desk.park(order, " ")).hasMessageContaining("field-invalid");
    }

    private static void refused(Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("order-state");
    }
}
