package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An order book in memory. */
final class MemoryOrderBook implements OrderBook {

    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<String, Move.Wish> wishes = new ConcurrentHashMap<>();
    final Map<UUID, MoveProgress> progress = new ConcurrentHashMap<>();

    static Order order(Order.Verb verb, Tier tier, Map<String, String> arguments) {
        return new Order(
                "",
                verb,
                tier,
                arguments,
                Order.State.ORDERED,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                0,
                Instant.EPOCH,
                "test",
                "");
    }

    /** A plan with this many moves, each of one bucket, all from one shard. */
    static List<Plan.Batch> batches(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new Plan.Batch("building-1", "building-3", List.of(new Bucket(i)), 0))
                .toList();
    }

    @Override
    public synchronized Order add(Order order) {
        String verb = order.verb().name().toLowerCase(Locale.ROOT);
        Order named =
                new Order(
                        verb + "-" + (orders.size() + 1),
                        order.verb(),
                        order.tier(),
                        order.arguments(),
                        order.state(),
                        order.plan(),
                        order.moves(),
                        order.soak(),
                        order.rowsPerSecondMax(),
                        order.created(),
                        order.by(),
                        order.note());
        orders.put(named.id(), named);
        return named;
    }

    @Override
    public synchronized Optional<Order> find(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public synchronized List<Order> all() {
        return List.copyOf(orders.values());
    }

    @Override
    public synchronized Order change(String id, UnaryOperator<Order> step) {
        Order changed = step.apply(find(id).orElseThrow());
        orders.put(id, changed);
        return changed;
    }

    @Override
    public void wish(String id, Move.Wish wish) {
        wishes.put(id, wish);
    }

    @Override
    public Move.Wish wish(String id) {
        return wishes.getOrDefault(id, Move.Wish.FORWARD);
    }

    @Override
    public void publish(Tier tier, MoveProgress shown) {
        progress.put(shown.move(), shown);
    }

    @Override
    public Optional<MoveProgress> progress(Tier tier, UUID move) {
        return Optional.ofNullable(progress.get(move));
    }

    @Override
    public void forget(Tier tier, UUID move) {
        progress.remove(move);
    }
}
