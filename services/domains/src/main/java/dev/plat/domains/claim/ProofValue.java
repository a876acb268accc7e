package dev.plat.domains.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The text that proves a claim. It is renewed after 30 days without proof; the one before counts
 * for 7 more, for a record that was set but has not spread.
 *
 * @param value {@code plat-verify=} and 160 random bits
 * @param old what it was before; null for none
 * @param oldUntil until when that counts
 */
record ProofValue(String value, Instant made, @Nullable String old, @Nullable Instant oldUntil) {

    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration OLD_LIFE = Duration.ofDays(7);
    private static final int RANDOM_BYTES = 20;

    ProofValue {
        if ((old == null) != (oldUntil == null)) {
            throw new IllegalArgumentException("an old value has an end, and only that");
        }
    }

    static ProofValue draw(RandomGenerator random, Instant now) {
        return new ProofValue(text(random), now, null, null);
    }

    boolean stale(Instant now) {
        return !now.isBefore(made.plus(LIFE));
    }

    ProofValue renewed(RandomGenerator random, Instant now) {
        return new ProofValue(text(random), now, value, now.plus(OLD_LIFE));
    }

    /** Whether the value before this one still counts. */
    boolean oldCounts(Instant now) {
        return oldUntil != null && now.isBefore(oldUntil);
    }

    private static String text(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "plat-verify=" + HexFormat.of().formatHex(bytes);
    }
}
