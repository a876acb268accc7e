package dev.plat.router.core.orders;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Orders and the progress of their moves, where operators and controllers both see them. The book
 * is for show and for wishes: what a move has done stands in the databases, so a lost book loses
 * orders that have not begun and nothing else. Implemented by {@code registry}.
 *
 * <p>Errors of every call: {@code try-again} while ZooKeeper is away.
 *
 * <p>Threads: safe, blocking.
 */
public interface OrderBook {

    /** Writes a new order under the next free id of its verb, and returns it with that id. */
    Order add(Order order);

    Optional<Order> find(String id);

    /** All of them, oldest first. */
    List<Order> all();

    /** Changes one under compare-and-set; {@code step} may run again and sees the newest. */
    Order change(String id, UnaryOperator<Order> step);

    /** Asks the controller to turn: the way back, or the early end of the soak. */
    void wish(String id, Move.Wish wish);

    /** What was asked last, {@link Move.Wish#FORWARD} when nothing was. */
    Move.Wish wish(String id);

    /** A copy of what a move stands at, for display. */
    void publish(Tier tier, MoveProgress progress);

    Optional<MoveProgress> progress(Tier tier, UUID move);

    /** Removes the display copy of a move that has ended. */
    void forget(Tier tier, UUID move);
}
