package dev.plat.domains.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a CA is spoken to. Five failures of the server in a row open it; from then on one probe a
 * minute is sent until one is answered.
 *
 * @param failures in a row
 * @param openSince when it opened; null while it is closed
 * @param probeAt the next probe; null while it is closed
 */
public record Circuit(int failures, @Nullable Instant openSince, @Nullable Instant probeAt) {

    public static final Circuit CLOSED = new Circuit(0, null, null);

    static final int OPENS_AT = 5;
    static final Duration PROBE_EVERY = Duration.ofMinutes(1);

    /** The CA answered something that is not its own failure; a refusal is an answer too. */
    public Circuit answered() {
        return CLOSED;
    }

    /** A 5xx, no answer in time, no connection. */
    public Circuit failed(Instant now) {
        int more = Math.min(failures + 1, OPENS_AT);
        if (openSince != null) {
            return new Circuit(more, openSince, now.plus(PROBE_EVERY));
        }
        return more < OPENS_AT
                ? new Circuit(more, null, null)
                : new Circuit(more, now, now.plus(PROBE_EVERY));
    }

    /** What to store before the probe is sent, so that nobody sends a second one. */
    public Circuit probing(Instant now) {
        return openSince == null ? this : new Circuit(failures, openSince, now.plus(PROBE_EVERY));
    }

    public boolean open() {
        return openSince != null;
    }

    public boolean probeDue(Instant now) {
        return probeAt != null && !now.isBefore(probeAt);
    }

    boolean openLongerThan(Duration time, Instant now) {
        return openSince != null && Duration.between(openSince, now).compareTo(time) > 0;
    }
}
