package dev.plat.schemas;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids. Clock and randomness come from outside, so that a test can replay.
 *
 * <p>Threads: safe when {@code random} is.
 */
public final class IdGenerator {

    private final InstantSource clock;
    private final RandomGenerator random;

    public IdGenerator(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new id in the bucket of {@code owner}: a page in its site's, a session in its account's.
     */
    public Id next(IdKind kind, Key owner) {
        long high = clock.millis() << 16 | 0x8000L | owner.bucket().number();
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new Id(kind, new UUID(high, low));
    }

    /** A new id in a random bucket: how accounts and sites are spread. */
    public Id nextAnywhere(IdKind kind) {
        return next(kind, new Bucket(random.nextInt(Bucket.COUNT)));
    }
}
