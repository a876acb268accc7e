package dev.plat.router.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders at {@code orders/<id>}, what was wished of them at {@code orders/<id>/wish}, copies of
 * moves at {@code tiers/<tier>/moves/<id>}.
 *
 * <p>An id is its verb and a number that only rises. The book holds {@value #ORDERS_MAX} orders;
 * beyond that the oldest that have ended go, but never the newest of a verb, which keeps the count.
 *
 * <p>Threads: safe, blocking.
 */
final class ZooKeeperOrderBook implements OrderBook {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperOrderBook.class);

    static final int ORDERS_MAX = 500;

    /** Says whether the order that stands under an id is the one we tried to write. */
    private static final String ENTRY = "entry";

    private final RegistrySession session;
    private final Layout layout;

    ZooKeeperOrderBook(RegistrySession session) {
        this.session = session;
        this.layout = session.layout();
    }

    @Override
    public Order add(Order order) {
        String entry = UUID.randomUUID().toString();
        return RegistrySession.ask("adding an order", () -> add(order, entry));
    }

    @Override
    public Optional<Order> find(String id) {
        String path = pathOf(id);
        return RegistrySession.ask(
                "reading " + id,
                () -> {
                    var found = session.read(path);
                    return found.isEmpty()
                            ? Optional.empty()
                            : Optional.of(OrderCodec.order(found.get().json()));
                });
    }

    @Override
    public List<Order> all() {
        return RegistrySession.ask(
                "reading the orders", () -> entries().stream().map(Entry::order).toList());
    }

    @Override
    public Order change(String id, UnaryOperator<Order> step) {
        String path = pathOf(id);
        return RegistrySession.ask("changing " + id, () -> change(id, path, step));
    }

    @Override
    public void wish(String id, Move.Wish wish) {
        String path = pathOf(id);
        RegistrySession.ask(
                "wishing of " + id,
                () -> {
                    if (session.read(path).isEmpty()) {
                        throw unknown(id);
                    }
                    session.put(layout.wish(id), OrderCodec.of(wish));
                    return wish;
                });
    }

    @Override
    public Move.Wish wish(String id) {
        pathOf(id);
        return RegistrySession.ask(
                "reading the wish of " + id,
                () -> {
                    var found = session.read(layout.wish(id));
                    return found.isEmpty()
                            ? Move.Wish.FORWARD
                            : OrderCodec.wish(found.get().json());
                });
    }

    @Override
    public void publish(Tier tier, MoveProgress progress) {
        RegistrySession.ask(
                "showing a move",
                () -> {
                    session.put(layout.move(tier, progress.move()), OrderCodec.of(progress));
                    return progress;
                });
    }

    @Override
    public Optional<MoveProgress> progress(Tier tier, UUID move) {
        return RegistrySession.ask(
                "reading a move",
                () -> {
                    var found = session.read(layout.move(tier, move));
                    return found.isEmpty()
                            ? Optional.empty()
                            : Optional.of(OrderCodec.progress(tier, found.get().json()));
                });
    }

    @Override
    public void forget(Tier tier, UUID move) {
        RegistrySession.ask("forgetting a move", () -> session.delete(layout.move(tier, move), -1));
    }

    /**
     * The next number of the verb. When the connection breaks after the order was written, the
     * repetition finds the number taken, and its own entry under it.
     */
    private Order add(Order order, String entry) throws Exception {
        String verb = Codec.lower(order.verb());
        for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
            session.sync(layout.orders());
            List<String> ids = session.children(layout.orders());
            if (ids.size() >= ORDERS_MAX) {
                makeRoom();
            }
            Order numbered = OrderCodec.withId(order, verb + "-" + (highest(ids, verb) + 1));
            ObjectNode json = OrderCodec.of(numbered).put(ENTRY, entry);
            String path = layout.order(numbered.id());
            if (session.create(path, json)) {
                return numbered;
            }
            var found = session.read(path);
            if (found.isPresent() && found.get().json().path(ENTRY).asText().equals(entry)) {
                return numbered;
            }
        }
        throw RegistrySession.unavailable("adding an order");
    }

    private static int highest(List<String> ids, String verb) {
        return ids.stream()
                .filter(id -> id.matches(verb + "-\\d{1,9}"))
                .mapToInt(id -> Integer.parseInt(id.substring(verb.length() + 1)))
                .max()
                .orElse(0);
    }

    private void makeRoom() throws Exception {
        List<Entry> entries = entries();
        Set<Order.Verb> newer = new HashSet<>();
        List<Entry> removable = new ArrayList<>();
        for (Entry entry : entries.reversed()) {
            boolean newest = newer.add(entry.order.verb());
            if (!newest && entry.order.state().ended()) {
                removable.addFirst(entry);
            }
        }
        int surplus = entries.size() - ORDERS_MAX + 1;
        if (removable.size() < surplus) {
            throw new PlatException(
                    ErrorCode.BUSY,
                    "Too many orders are open: wait for some to end.",
                    "value",
                    entries.size(),
                    "expected",
                    "fewer than " + ORDERS_MAX);
        }
        for (Entry entry : removable.subList(0, surplus)) {
            boolean removed = session.delete(layout.order(entry.order.id()), entry.version);
            LOG.info("{} has made room: {}", entry.order.id(), removed);
        }
    }

    private Order change(String id, String path, UnaryOperator<Order> step) throws Exception {
        for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
            var found = session.read(path).orElseThrow(() -> unknown(id));
            Order before = OrderCodec.order(found.json());
            Order after = step.apply(before);
            if (!after.id().equals(id)) {
                throw new IllegalArgumentException("an order keeps its id: " + after.id());
            }
            // Fields that a newer program wrote stay.
            ObjectNode json = ((ObjectNode) found.json()).setAll(OrderCodec.of(after));
            if (after.equals(before) || session.set(path, json, found.stat().getVersion())) {
                return after;
            }
            session.sync(path);
        }
        throw RegistrySession.unavailable("changing " + id);
    }

    /** Oldest first, by ZooKeeper's own count: clocks of two machines are never compared. */
    private List<Entry> entries() throws Exception {
        List<Entry> entries = new ArrayList<>();
        for (String id : session.children(layout.orders())) {
            var found = session.read(layout.order(id));
            if (found.isPresent()) {
                try {
                    Order order = OrderCodec.order(found.get().json());
                    Stat stat = found.get().stat();
                    entries.add(new Entry(order, stat.getCzxid(), stat.getVersion()));
                } catch (IOException e) {
                    LOG.warn("{} is passed over: a newer program wrote it", id, e);
                }
            }
        }
        entries.sort(Comparator.comparingLong(Entry::written));
        return entries;
    }

    private String pathOf(String id) {
        if (!id.matches("[a-z]{1,20}-\\d{1,9}")) {
            throw PlatException.invalidField("order", id, "a verb and a number: rebalance-7");
        }
        return layout.order(id);
    }

    private static PlatException unknown(String id) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "There is no order of this name.", "value", id);
    }

    private record Entry(Order order, long written, int version) {}
}
