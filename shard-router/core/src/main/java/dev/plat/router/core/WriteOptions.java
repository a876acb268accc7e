package dev.plat.router.core;

import org.jspecify.annotations.Nullable;

/**
 * How a write differs from a plain one.
 *
 * @param deadline null for the router's usual patience
 * @param isolation what PostgreSQL does when others write at the same time; above READ COMMITTED
 *     the work is run again whenever it met them
 * @param idempotencyKey null, or the name of this write in its bucket, 1 to 150 characters: of all
 *     calls with this name one is committed, for ever, and a commit whose answer was lost is found
 *     by it
 */
public record WriteOptions(
        @Nullable Deadline deadline, Isolation isolation, @Nullable String idempotencyKey) {

    private static final int KEY_MAX = 150;

    private static final WriteOptions USUAL =
            new WriteOptions(null, Isolation.READ_COMMITTED, null);

    /** PostgreSQL's own levels. */
    public enum Isolation {
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE
    }

    public WriteOptions {
        if (idempotencyKey != null
                && (idempotencyKey.isEmpty() || idempotencyKey.length() > KEY_MAX)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to "
                            + KEY_MAX
                            + " characters, found "
                            + idempotencyKey.length());
        }
    }

    /** READ COMMITTED, the usual patience, no key. */
    public static WriteOptions usual() {
        return USUAL;
    }

    public WriteOptions withDeadline(Deadline other) {
        return new WriteOptions(other, isolation, idempotencyKey);
    }

    public WriteOptions withIsolation(Isolation other) {
        return new WriteOptions(deadline, other, idempotencyKey);
    }

    public WriteOptions withIdempotencyKey(String other) {
        return new WriteOptions(deadline, isolation, other);
    }
}
