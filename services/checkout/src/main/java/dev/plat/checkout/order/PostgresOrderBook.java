package dev.plat.checkout.order;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Orders in their accounts' buckets.
 *
 * <p>Threads: safe.
 */
final class PostgresOrderBook implements OrderBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final OrderSql orders = new OrderSql();

    PostgresOrderBook(Router router) {
        this.router = router;
    }

    /** The first of this id counts. */
    @Override
    public Order place(Order order) {
        return router.write(
                order.id(),
                tx ->
                        orders.insert(tx, order)
                                ? order
                                : orders.find(tx, order.id(), false).orElseThrow());
    }

    @Override
    public Optional<Order> change(Id id, UnaryOperator<Order> change) {
        return router.write(
                id,
                tx -> {
                    Optional<Order> before = orders.find(tx, id, true);
                    if (before.isEmpty()) {
                        return before;
                    }
                    Order after = change.apply(before.get());
                    if (!after.equals(before.get())) {
                        orders.update(tx, before.get(), after);
                    }
                    return Optional.of(after);
                });
    }

    @Override
    public Optional<Order> find(Id order) {
        return router.read(order, tx -> orders.find(tx, order, false));
    }

    @Override
    public List<Id> due(Instant now, int most) {
        return router.scatter(Deadline.in(SWEEP), tx -> orders.due(tx, now, most)).parts().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OrderSql.Due::at))
                .limit(most)
                .map(OrderSql.Due::id)
                .toList();
    }
}
