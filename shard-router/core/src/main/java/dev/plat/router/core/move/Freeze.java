package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;

/** A freeze that was committed on {@code side}, with its marker on the way to the other. */
public record Freeze(Side side, Bucket bucket, long epoch, int freezeNo) {}
