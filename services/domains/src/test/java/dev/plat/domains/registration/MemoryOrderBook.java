package dev.plat.domains.registration;

import dev.plat.domains.registrar.Message;
import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a database would keep over a crash. */
final class MemoryOrderBook implements OrderBook {

    private final Map<Id, Order> orders = new LinkedHashMap<>();
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    @Override
    public synchronized Order place(Order order) {
        return orders.values().stream()
                .filter(known -> known.effect().equals(order.effect()))
                .findFirst()
                .orElseGet(() -> {
                    orders.put(order.id(), order);
                    return order;
                });
    }

    @Override
    public synchronized Optional<Order> find(Id order) {
        return Optional.ofNullable(orders.get(order));
    }

    @Override
    public synchronized Optional<Order> change(Id order, Function<Order, Optional<Order>> change) {
        Optional<Order> changed = change.apply(Objects.requireNonNull(orders.get(order)));
        changed.ifPresent(to -> orders.put(order, to));
        return changed;
    }

    @Override
    public synchronized List<Id> due(Instant now, int limit) {
        return orders.values().stream()
                .filter(order -> order.due() != null && !order.due().isAfter(now))
                .sorted(Comparator.comparing(order -> Objects.requireNonNull(order.due())))
                .limit(limit)
                .map(Order::id)
                .toList();
    }

    @Override
    public synchronized void keep(String registry, Message message) {
        messages.putIfAbsent(message.id(), message);
    }

    @Override
    public synchronized List<Message> unread(String registry, int limit) {
        return messages.values().stream()
                .filter(message -> !read.contains(message.id()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void read(String registry, String message) {
        read.add(message);
    }

    synchronized List<Order> all() {
        return new ArrayList<>(orders.values());
    }
}
