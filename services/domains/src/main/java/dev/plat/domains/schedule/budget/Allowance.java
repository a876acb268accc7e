package dev.plat.domains.schedule.budget;

import dev.plat.schemas.PlatException;
import java.time.Duration;

/**
 * A bucket of tokens: so many at once, and one more each {@code refillEvery}.
 *
 * @param capacity at least 1
 */
public record Allowance(int capacity, Duration refillEvery) {

    public Allowance {
        if (capacity < 1) {
            throw PlatException.invalidField("capacity", capacity, "1 or more");
        }
        if (!refillEvery.isPositive()) {
            throw PlatException.invalidField("refillEvery", refillEvery, "a positive time");
        }
    }

    /**
     * What may be taken here so that a CA with this allowance never counts too much, although it
     * counts up to {@code delay} after a token was taken.
     *
     * <p>A bucket lets through at most {@code capacity + T / refillEvery} in any time T. What the
     * CA counts in T was taken in T + delay, so the capacity is less by what refills in the delay.
     */
    public Allowance countedUpTo(Duration delay) {
        long refill = refillEvery.toMillis();
        int less = Math.toIntExact((delay.toMillis() + refill - 1) / refill);
        return new Allowance(capacity - less, refillEvery);
    }

    public double perDay() {
        return (double) Duration.ofDays(1).toMillis() / refillEvery.toMillis();
    }
}
