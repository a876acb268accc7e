package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Orders in memory, kept whole as a transaction would. */
final class MemoryOrderBook implements OrderBook {

    private final Map<Id, Order> orders = new LinkedHashMap<>();

    @Override
    public Order place(Order order) {
        Order known = orders.putIfAbsent(order.id(), order);
        return known == null ? order : known;
    }

    Collection<Order> all() {
        return List.copyOf(orders.values());
    }

    @Override
    public Optional<Order> byKey(Id account, String key) {
        return orders.values().stream()
                .filter(order -> order.account().equals(account) && order.key().equals(key))
                .findFirst();
    }

    @Override
    public Load load(Id account, Instant since) {
        List<Order> all = of(account, Integer.MAX_VALUE);
        long unpaid =
                all.stream()
                        .filter(order -> !order.state().last() && order.secured() == null)
                        .count();
        long placed = all.stream().filter(order -> order.placed().isAfter(since)).count();
        return new Load((int) unpaid, (int) placed);
    }

    @Override
    public List<Listed> list(Optional<OrderState> state, Instant before, int most) {
        return orders.values().stream()
                .filter(it -> state.isEmpty() || it.state() == state.get())
                .filter(it -> !it.placed().isAfter(before))
                .limit(most)
                .map(it ->
                        new Listed(
                                it.id(),
                                it.account(),
                                it.state(),
                                it.reason(),
                                it.placed(),
                                it.secured(),
                                it.due().orElse(null)))
                .toList();
    }

    @Override
    public List<Order> of(Id account, int most) {
        return orders.values().stream()
                .filter(order -> order.account().equals(account))
                .limit(most)
                .toList();
    }

    @Override
    public Optional<Order> change(Id order, UnaryOperator<Order> change) {
        Order before = orders.get(order);
        if (before == null) {
            return Optional.empty();
        }
        Order after = change.apply(before);
        orders.put(order, after);
        return Optional.of(after);
    }

    @Override
    public Optional<Order> find(Id order) {
        return Optional.ofNullable(orders.get(order));
    }

    @Override
    public List<Id> due(Instant now, int most) {
        return orders.values().stream()
                .filter(order -> order.due().filter(at -> !at.isAfter(now)).isPresent())
                .map(Order::id)
                .limit(most)
                .toList();
    }
}
