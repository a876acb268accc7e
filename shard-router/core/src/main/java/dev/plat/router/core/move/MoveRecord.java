package dev.plat.router.core.move;

import java.time.Duration;

/**
 * A move as its target has it.
 *
 * @param soakLeft by the target's clock; zero when it is over or has not begun
 * @param why it goes back, empty for none
 */
public record MoveRecord(
        Move move, Move.Step step, Move.Wish wish, Duration soakLeft, String why) {}
