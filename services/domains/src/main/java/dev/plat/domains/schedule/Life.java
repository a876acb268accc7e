package dev.plat.domains.schedule;

import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;

/** From when to when a certificate is good. */
public record Life(Instant notBefore, Instant notAfter) {

    public Life {
        if (!notBefore.isBefore(notAfter)) {
            throw PlatException.invalidField("notAfter", notAfter, "later than " + notBefore);
        }
    }

    public Duration length() {
        return Duration.between(notBefore, notAfter);
    }

    /** Negative when it has run out. */
    public Duration left(Instant now) {
        return Duration.between(now, notAfter);
    }

    /** Whether no more than this share of the whole is left. */
    public boolean leftAtMost(double share, Instant now) {
        return notAfter.toEpochMilli() - now.toEpochMilli() <= share * millis();
    }

    Instant at(double share) {
        return notBefore.plusMillis((long) (share * millis()));
    }

    /**
     * Asked a billion times in virtual years, where {@link Duration#between} was a third of all.
     */
    private long millis() {
        return notAfter.toEpochMilli() - notBefore.toEpochMilli();
    }
}
