package dev.plat.router.core.move;

/** A freeze that was committed on {@code side}, with its marker on the way to the other. */
public record Freeze(Side side, long epoch, int freezeNo) {}
