package dev.plat.domains.registration;

import dev.plat.domains.registrar.Message;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Orders in their accounts' buckets, messages in their registry's.
 *
 * <p>Threads: safe.
 */
public final class PostgresOrderBook implements OrderBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final OrderSql orders = new OrderSql();
    private final MessageSql messages = new MessageSql();

    public PostgresOrderBook(Router router) {
        this.router = router;
    }

    @Override
    public Order place(Order order) {
        return router.write(
                order.id(),
                tx -> {
                    orders.insert(tx, order);
                    return orders.byEffect(tx, order.effect());
                });
    }

    @Override
    public Optional<Order> find(Id order) {
        return router.read(order, tx -> orders.find(tx, order, false));
    }

    @Override
    public Optional<Order> change(Id order, Function<Order, Optional<Order>> change) {
        return router.write(
                order,
                tx -> {
                    Optional<Order> changed = orders.find(tx, order, true).flatMap(change);
                    if (changed.isPresent()) {
                        orders.update(tx, changed.get());
                    }
                    return changed;
                });
    }

    @Override
    public List<Id> due(Instant now, int limit) {
        return router.scatter(Deadline.in(SWEEP), tx -> orders.due(tx, now, limit)).parts().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OrderSql.DueOrder::at))
                .limit(limit)
                .map(OrderSql.DueOrder::id)
                .toList();
    }

    @Override
    public void keep(String registry, Message message) {
        router.write(
                name(registry),
                tx -> {
                    messages.insert(tx, registry, message);
                    return Boolean.TRUE;
                });
    }

    @Override
    public List<Message> unread(String registry, int limit) {
        return Objects.requireNonNull(
                router.read(name(registry), tx -> messages.unread(tx, registry, limit)));
    }

    @Override
    public void read(String registry, String message) {
        router.write(
                name(registry),
                tx -> {
                    messages.read(tx, registry, message);
                    return Boolean.TRUE;
                });
    }

    private static Name name(String registry) {
        return new Name(NameKind.REGISTRATION, registry);
    }
}
