package dev.plat.checkout;

import dev.plat.checkout.order.Event;
import dev.plat.checkout.order.Listed;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderBook;
import dev.plat.checkout.order.OrderDriver;
import dev.plat.checkout.order.OrderState;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does with purchases, whosever they are. Each act stands in the log.
 *
 * <p>Threads: safe; blocking.
 */
public final class OrderDesk {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
    private static final int STEPS_MAX = 12;
    private static final int WHY_MAX = 200;

    private final OrderBook book;
    private final OrderDriver driver;
    private final InstantSource clock;

    public OrderDesk(OrderBook book, OrderDriver driver, InstantSource clock) {
        this.book = book;
        this.driver = driver;
        this.clock = clock;
    }

    /**
     * The oldest first.
     *
     * @param state empty: those that are not at their end
     * @param older only what was placed so long ago
     */
    public List<Listed> list(Optional<OrderState> state, Duration older, int most) {
        return book.list(state, clock.instant().minus(older), most);
    }

    /**
     * One as it stands.
     *
     * @throws PlatException {@code not-found}
     */
    public Order show(Id order) {
        return book.find(order)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such purchase.",
                                "value",
                                order.toString()));
    }

    /**
     * Takes it as far as it goes now.
     *
     * @throws PlatException {@code not-found}, {@code order-state} at its end and while it is
     *     parked
     */
    public Order advance(Id order) {
        Order found = show(order);
        if (found.state().last()) {
            throw wrongState(found, "a purchase that is not at its end");
        }
        LOG.info("order={} is advanced by an operator", order);
        driver.tell(order, new Event.Hastened());
        driver.tell(order, new Event.Tick());
        return driven(order);
    }

    /**
     * Takes it out of everybody's hands.
     *
     * @throws PlatException {@code not-found}, {@code order-state} at its end, {@code
     *     field-invalid} without a reason
     */
    public Order park(Id order, String why) {
        String reason = why.strip();
        if (reason.isEmpty() || reason.length() > WHY_MAX) {
            throw PlatException.invalidField(
                    "reason", reason, "1 to " + WHY_MAX + " characters for whoever comes next");
        }
        Order found = show(order);
        if (found.state().last()) {
            throw wrongState(found, "a purchase that is not at its end");
        }
        LOG.info("order={} is parked by an operator: {}", order, reason);
        driver.tell(order, new Event.ParkAsked("parked by an operator: " + reason));
        return show(order);
    }

    /**
     * Lets it go on; what was refused is asked again first.
     *
     * @throws PlatException {@code not-found}, {@code order-state} when it is not parked
     */
    public Order unpark(Id order) {
        Order found = show(order);
        if (found.state() != OrderState.PARKED) {
            throw wrongState(found, OrderState.PARKED.text());
        }
        LOG.info("order={} is unparked by an operator; it was: {}", order, found.reason());
        driver.tell(order, new Event.Unparked());
        return driven(order);
    }

    /**
     * Something happened to its payment; says nothing about what.
     *
     * @return how it stands then; empty when there is none
     */
    public Optional<Order> paymentChanged(Id order) {
        return driver.tell(order, new Event.Hastened()).map(_ -> driven(order));
    }

    private Order driven(Id order) {
        for (int step = 0; step < STEPS_MAX && driver.advance(order); step++) {
            // What was answered may have made the next due.
        }
        return show(order);
    }

    private static PlatException wrongState(Order order, String expected) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The purchase does not stand so that this can be done.",
                "value",
                order.state().text(),
                "expected",
                expected);
    }
}
