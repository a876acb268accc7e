package dev.plat.domains.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the tries for a name's next certificate went so far. A try after a failed validation waits 5
 * m, 30 m, 2 h, 8 h, then a day; with a tenth of the life left, never longer than half of what is
 * left.
 *
 * @param state whether it goes on by itself
 * @param validationFailures in a row, as the CA counts them
 * @param serverFailures in a row; they are not the name's fault and never park it
 * @param last what went wrong last; null when nothing did
 * @param notBefore the next try, also of what stands still; null for at once
 * @param withoutReplaces the next order does not say what it replaces
 */
public record Tries(
        State state,
        int validationFailures,
        int serverFailures,
        @Nullable Failure last,
        @Nullable Instant notBefore,
        boolean withoutReplaces) {

    /** Everything but {@code RUNNING} waits for a person, or for {@code notBefore}. */
    public enum State {
        RUNNING,
        /** The customer or the CA's policy is in the way. */
        PARKED,
        /** The CA told us to stop and not until when; an operator decides. */
        PAUSED,
        /** Our own mistake; the same input is never sent twice. */
        STOPPED
    }

    public static final Tries NONE = new Tries(State.RUNNING, 0, 0, null, null, false);

    /**
     * A CA pauses a name after 1,152 failures in a row and only a person can lift that: far from it
     * we stop.
     */
    static final int FAILURES_MOST = 20;

    private static final List<Duration> LADDER =
            List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(8),
                    Duration.ofDays(1));

    private static final Duration SERVER_FIRST = Duration.ofSeconds(10);
    private static final Duration SERVER_MOST = Duration.ofHours(1);
    private static final double JITTER = 0.1;

    /** What stands still is tried once more after this: somebody may have mended it unseen. */
    private static final Duration STANDS = Duration.ofDays(1);

    /**
     * After one more failure.
     *
     * @param life of the certificate that is to be renewed; null when there is none
     * @param lot from 0 to below 1: spreads what a CA sends away until the same moment
     */
    public Tries after(Failure failure, @Nullable Life life, double lot, Instant now) {
        return switch (failure.failureClass()) {
            case DNS, CAA, CONNECT, ANSWER -> afterValidation(failure, life, now);
            case RATE -> afterRate(failure, lot, now);
            case SERVER -> afterServer(failure, now);
            case POLICY -> stays(State.PARKED, failure, now);
            case OURS -> stays(State.STOPPED, failure, now);
            case REPLACED ->
                    // Without naming anything to replace it cannot come again: then it is our
                    // mistake.
                    withoutReplaces
                            ? stays(State.STOPPED, failure, now)
                            : new Tries(state, validationFailures, 0, failure, null, true);
        };
    }

    /** Whether it stands still, and has for long enough. */
    public boolean stoodLong(Instant now) {
        return state != State.RUNNING && notBefore != null && !now.isBefore(notBefore);
    }

    /** A person, or time, lets it run again; what a CA counts in a row is not forgotten. */
    public Tries resumed() {
        return new Tries(
                State.RUNNING,
                Math.min(validationFailures, FAILURES_MOST - 1),
                0,
                last,
                null,
                withoutReplaces);
    }

    private Tries afterValidation(Failure failure, @Nullable Life life, Instant now) {
        int failures = validationFailures + 1;
        Duration wait = LADDER.get(Math.min(failures, LADDER.size()) - 1);
        if (life != null && Scheduler.littleLeft(life, now)) {
            wait = least(wait, most(life.left(now).dividedBy(2), LADDER.getFirst()));
        }
        return new Tries(
                failures >= FAILURES_MOST ? State.PARKED : State.RUNNING,
                failures,
                0,
                failure,
                now.plus(wait),
                withoutReplaces);
    }

    private Tries afterRate(Failure failure, double lot, Instant now) {
        Duration told = failure.retryAfter();
        if (told == null) {
            return stays(State.PAUSED, failure, now);
        }
        Duration wait = told.plusMillis((long) (JITTER * lot * told.toMillis()));
        return new Tries(state, validationFailures, 0, failure, now.plus(wait), withoutReplaces);
    }

    private Tries afterServer(Failure failure, Instant now) {
        Duration wait = SERVER_FIRST.multipliedBy(1L << Math.min(serverFailures, 16));
        Duration told = failure.retryAfter();
        Duration bounded = least(told == null ? wait : most(wait, told), SERVER_MOST);
        return new Tries(
                state,
                validationFailures,
                serverFailures + 1,
                failure,
                now.plus(bounded),
                withoutReplaces);
    }

    private Tries stays(State next, Failure failure, Instant now) {
        return new Tries(
                next,
                validationFailures,
                serverFailures,
                failure,
                now.plus(STANDS),
                withoutReplaces);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration most(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
