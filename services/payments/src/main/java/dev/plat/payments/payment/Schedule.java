package dev.plat.payments.payment;

import dev.plat.payments.provider.PaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a provider is asked again about what it has not answered. */
public final class Schedule {

    /** Since it was first sent, often while a buyer may wait for it; from the last on daily. */
    private static final List<Duration> AFTER =
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(20),
                    Duration.ofMinutes(25),
                    Duration.ofHours(1),
                    Duration.ofHours(6));

    private static final Duration THEN = Duration.ofDays(1);

    /** After this a person must look. */
    private static final Duration MAX = Duration.ofDays(30);

    /** Listed nothing for so long: a call of then can no longer be on its way. */
    public static final Duration SETTLED = Duration.ofHours(24);

    private Schedule() {}

    /**
     * Whether the provider still knows the key of a call, so that to send it again is no second
     * one.
     *
     * @param firstSent null when it never was
     */
    public static boolean keyKnown(@Nullable Instant firstSent, Instant now) {
        return firstSent == null || now.isBefore(firstSent.plus(PaymentProvider.REPLAYS_FOR));
    }

    /** The next time after now; empty when there were enough. */
    public static Optional<Instant> next(Instant since, Instant now) {
        if (!now.isBefore(since.plus(MAX))) {
            return Optional.empty();
        }
        return Optional.of(
                AFTER.stream()
                        .map(since::plus)
                        .filter(at -> at.isAfter(now))
                        .findFirst()
                        .orElse(now.plus(THEN)));
    }
}
