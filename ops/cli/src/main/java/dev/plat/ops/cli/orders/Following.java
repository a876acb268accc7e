package dev.plat.ops.cli.orders;

import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Follows orders until they have come to rest. Looking changes nothing, so it may be left at any
 * time.
 *
 * <p>Threads: for one.
 */
public final class Following {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final OrderBook book;
    private final Screen screen;
    private final LongSupplier nanos;

    public Following(OrderBook book, Screen screen, LongSupplier nanos) {
        this.book = book;
        this.screen = screen;
        this.nanos = nanos;
    }

    /** Where an order that is meant to go forward may be left: it has ended, or soaks. */
    public static boolean over(Order order) {
        return order.state().ended() || order.state() == Order.State.SOAKING;
    }

    /**
     * Returns when all of them rest.
     *
     * @param rests what is waited for
     * @return the orders as they are then
     */
    public List<Order> until(List<String> ids, Predicate<Order> rests) throws InterruptedException {
        while (true) {
            Optional<List<OrderSight>> seen = look(ids);
            if (seen.isPresent()) {
                List<Order> orders = seen.get().stream().map(OrderSight::order).toList();
                screen.show(seen.get(), nanos.getAsLong());
                if (orders.stream().allMatch(rests)) {
                    screen.rest(seen.get());
                    return orders;
                }
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    /** Empty while the registry is away: the work goes on without it or waits, and so does this. */
    private Optional<List<OrderSight>> look(List<String> ids) {
        try {
            return Optional.of(ids.stream().map(id -> OrderSight.of(book, find(id))).toList());
        } catch (PlatException e) {
            if (e.code() != ErrorCode.TRY_AGAIN) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Order find(String id) {
        return book.find(id)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such order.",
                                "value",
                                id,
                                "expected",
                                "one that plat shard status lists"));
    }
}
