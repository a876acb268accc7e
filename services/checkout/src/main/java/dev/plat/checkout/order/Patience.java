package dev.plat.checkout.order;

import java.time.Duration;

/**
 * How long what is waited for.
 *
 * @param lease longer than a call may take, so that two seldom ask the same
 * @param asked between two questions after the same effect at first; it doubles
 * @param askedMost and never more than this
 * @param awaited the most while the buyer is at the provider; payments tells when something
 *     happened
 * @param capture how long money is only held: then it is taken, although not all is delivered yet
 * @param delivery how long a plan may be on its way; then it is called off
 * @param registration how long a registry may take, before a person looks
 */
public record Patience(
        Duration lease,
        Duration asked,
        Duration askedMost,
        Duration awaited,
        Duration capture,
        Duration delivery,
        Duration registration) {

    /** Registries decide within five days; card networks hold for seven. */
    public static final Patience USUAL =
            new Patience(
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1),
                    Duration.ofHours(48),
                    Duration.ofHours(6),
                    Duration.ofDays(7));
}
