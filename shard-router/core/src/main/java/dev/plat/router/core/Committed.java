package dev.plat.router.core;

import org.jspecify.annotations.Nullable;

/** How a write with {@link WriteOptions} ended when it did not throw: it is done. */
public sealed interface Committed<T extends @Nullable Object> {

    /** By this call; what the work returned. */
    record Now<T extends @Nullable Object>(T value) implements Committed<T> {}

    /** By an earlier call with the same idempotency key; nothing was done now. */
    record Earlier<T extends @Nullable Object>() implements Committed<T> {}
}
