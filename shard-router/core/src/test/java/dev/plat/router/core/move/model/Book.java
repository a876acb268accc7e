package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Move;

/** A line of a simulated {@code plat_move}. */
record Book(Move.Step step, Move.Wish wish, String why, long soakUntil) {

    Book at(Move.Step next, long soak) {
        return new Book(next, wish, why, soak);
    }

    Book back(Move.Step next, String reason) {
        return new Book(next, wish, reason, soakUntil);
    }

    Book wishing(Move.Wish next) {
        return new Book(step, next, why, soakUntil);
    }
}
