package dev.plat.checkout.order;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives orders: stores what it is about to ask, asks it outside any transaction, stores what it
 * heard. It may end at any point, and another goes on from what is stored. Returns of browsers,
 * webhooks, timers and people all come here; who has the order works, and the next finds it done.
 *
 * <p>Threads: safe.
 */
public final class OrderDriver {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDriver.class);

    private final OrderBook book;
    private final Services services;
    private final OrderMachine machine;
    private final Guards guards;
    private final InstantSource clock;
    private final ControlPoints points;

    public OrderDriver(
            OrderBook book,
            Services services,
            Patience patience,
            InstantSource clock,
            ControlPoints points) {
        this(book, services, patience, Guards.ALL, clock, points);
    }

    OrderDriver(
            OrderBook book,
            Services services,
            Patience patience,
            Guards guards,
            InstantSource clock,
            ControlPoints points) {
        this.book = book;
        this.services = services;
        this.machine = new OrderMachine(patience, guards);
        this.guards = guards;
        this.clock = clock;
        this.points = points;
    }

    /**
     * A new purchase; the first of an account and key counts.
     *
     * @throws PlatException {@code idempotency-mismatch} when the key stands for another purchase
     */
    public Order place(Order draft) {
        Order kept = book.place(machine.decide(draft, new Event.Placed(), now()));
        points.reach("order.placed");
        if (!kept.sameAs(draft)) {
            throw new PlatException(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This key was used for another purchase.",
                    "value",
                    draft.key(),
                    "expected",
                    "a new key, or the same purchase");
        }
        return kept;
    }

    /** Something happened to it. */
    public Optional<Order> tell(Id id, Event event) {
        AtomicReference<@Nullable Order> before = new AtomicReference<>();
        Optional<Order> after =
                book.change(
                        id,
                        order -> {
                            before.set(order);
                            return machine.decide(order, event, now());
                        });
        points.reach("order.told");
        after.filter(order -> order.state() == OrderState.PARKED)
                .filter(order -> !order.equals(before.get()))
                .ifPresent(
                        order -> LOG.error("order={} waits for a person: {}", id, order.reason()));
        return after;
    }

    /**
     * Asks for one effect that is due.
     *
     * @return whether there was one
     */
    public boolean advance(Id id) {
        AtomicReference<OrderMachine.@Nullable Begun> begun = new AtomicReference<>();
        book.change(
                id,
                order -> {
                    Optional<OrderMachine.Begun> next = machine.begin(order, now());
                    begun.set(next.orElse(null));
                    return next.map(OrderMachine.Begun::order).orElse(order);
                });
        OrderMachine.Begun work = begun.get();
        if (work == null) {
            return false;
        }
        points.reach("effect.intended");
        Effect effect = work.effect();
        String key = guards.stableKeys() ? effect.key() : effect.key() + "#" + effect.tries();
        Answer answer = services.ask(work.order(), effect, key);
        points.reach("effect.called");
        if (guards.ownRow()) {
            tell(id, new Event.Answered(effect.key(), answer));
        } else {
            // what this run remembers, whatever has happened meanwhile
            book.change(
                    id,
                    _ ->
                            machine.decide(
                                    work.order(), new Event.Answered(effect.key(), answer), now()));
        }
        points.reach("effect.recorded");
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
