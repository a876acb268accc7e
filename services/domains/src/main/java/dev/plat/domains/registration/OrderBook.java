package dev.plat.domains.registration;

import dev.plat.domains.registrar.Message;
import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where orders and messages outlive the process. Each call is one transaction, and nothing is sent
 * from inside one.
 */
public interface OrderBook {

    /** Keeps a new order, or answers the one that its effect key has made before. */
    Order place(Order order);

    Optional<Order> find(Id order);

    /**
     * Changes one order under its lock; an empty answer leaves it.
     *
     * @return what was stored, or empty
     */
    Optional<Order> change(Id order, Function<Order, Optional<Order>> change);

    /** Those that are due, the oldest first. */
    List<Id> due(Instant now, int limit);

    /** Keeps a message; the same one again changes nothing. */
    void keep(String registry, Message message);

    /** Messages that nobody has acted on, in the order they came. */
    List<Message> unread(String registry, int limit);

    void read(String registry, String message);
}
