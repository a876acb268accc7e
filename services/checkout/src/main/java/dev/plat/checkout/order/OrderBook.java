package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where orders are kept. */
public interface OrderBook {

    /** Keeps a new one, and says which is kept: the first of its account and key counts. */
    Order place(Order order);

    Optional<Order> byKey(Id account, String key);

    /**
     * How much an account has going on.
     *
     * @param unpaid purchases that keep something and are not paid
     * @param placed since a moment
     */
    record Load(int unpaid, int placed) {}

    Load load(Id account, Instant since);

    /** Of an account, the newest first. */
    List<Order> of(Id account, int most);

    /**
     * Changes one as it stands, with nobody else in between. What is returned is kept when this
     * returns.
     *
     * @return as it is now; empty when there is none
     */
    Optional<Order> change(Id order, UnaryOperator<Order> change);

    Optional<Order> find(Id order);

    /**
     * For operators, over all accounts, the oldest first.
     *
     * @param state empty: those that are not at their end, and those that are parked
     * @param before only what was placed by then
     */
    List<Listed> list(Optional<OrderState> state, Instant before, int most);

    /** Those with something to do by then, the longest waiting first. */
    List<Id> due(Instant now, int most);
}
