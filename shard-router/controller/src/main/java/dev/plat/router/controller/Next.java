package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import java.time.Duration;
import java.util.List;

/** What is to be done about an order now. */
sealed interface Next {

    /** Make its plan. */
    record Plan() implements Next {}

    /** Write down that it has come this far, and why. */
    record Become(Order.State state, String note) implements Next {}

    /**
     * See to these moves, the first ones first.
     *
     * @param wish to be told to each of them
     */
    record Drive(List<Move> moves, Move.Wish wish) implements Next {

        public Drive {
            moves = List.copyOf(moves);
        }
    }

    /** Nothing before this time is over, unless something is wished for. */
    record Rest(Duration time) implements Next {}

    /** It has ended. */
    record Nothing() implements Next {}
}
