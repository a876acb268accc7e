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
public final class PostgresOrderBook implements OrderBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final OrderSql orders = new OrderSql();
    private final OrderListSql lists = new OrderListSql();

    public PostgresOrderBook(Router router) {
        this.router = router;
    }

    @Override
    public Order place(Order order) {
        return router.write(
                order.id(),
                tx -> {
                    if (orders.insert(tx, order)) {
                        return order;
                    }
                    Id known = orders.byKey(tx, order.account(), order.key()).orElseThrow();
                    return orders.find(tx, known, false).orElseThrow();
                });
    }

    @Override
    public Optional<Order> byKey(Id account, String key) {
        return router.read(
                account,
                tx -> {
                    Optional<Id> known = orders.byKey(tx, account, key);
                    return known.isEmpty() ? Optional.empty() : orders.find(tx, known.get(), false);
                });
    }

    @Override
    public Load load(Id account, Instant since) {
        return router.read(account, tx -> orders.load(tx, account, since));
    }

    @Override
    public List<Order> of(Id account, int most) {
        return router.read(account, tx -> lists.of(tx, account, most));
    }

    @Override
    public List<Listed> list(Optional<OrderState> state, Instant before, int most) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> lists.list(tx, state, before, most))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Listed::placed))
                .limit(most)
                .toList();
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
