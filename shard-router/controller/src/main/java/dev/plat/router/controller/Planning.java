package dev.plat.router.controller;

import dev.plat.router.controller.planning.Decision;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.orders.Order;
import java.util.Collection;

/** What is to be carried where for an order. */
@FunctionalInterface
interface Planning {

    /**
     * Decides about an order that has just been given.
     *
     * @param unfinished the tier's moves that have not ended: their buckets stay where they are
     */
    Decision decide(Order order, Collection<MoveRecord> unfinished);
}
