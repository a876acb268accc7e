package dev.plat.checkout.order;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that another service is asked to do, stored before it is asked.
 *
 * @param key {@code order/line/step}; the receiver does what has the same key once
 * @param line of the order, 0 for the order as a whole
 * @param amount of captures and refunds
 * @param fact what was answered
 * @param tries how often somebody set out to ask
 * @param due when it may be asked next; null when it is settled
 */
public record Effect(
        String key,
        Step step,
        int line,
        @Nullable Amount amount,
        State state,
        @Nullable String fact,
        int tries,
        @Nullable Instant due) {

    /** The text stands in the database and never changes. */
    public enum State {
        INTENDED,
        DONE,
        REFUSED,
        /** Nobody waits for the answer any more. */
        DROPPED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    boolean is(State other) {
        return state == other;
    }

    /**
     * Whether it was asked and nobody knows what became of it: it may have been done, and is asked
     * again under its key until that is known. Only looking whether it is paid changes nothing.
     */
    public boolean unknown() {
        return state == State.INTENDED && tries > 0 && step != Step.SECURE_PAYMENT;
    }

    Effect taken(Instant until) {
        return new Effect(key, step, line, amount, state, fact, tries + 1, until);
    }

    Effect askedAgain(Instant at) {
        return new Effect(key, step, line, amount, state, fact, tries, at);
    }

    Effect settled(State end, @Nullable String answer) {
        return new Effect(key, step, line, amount, end, answer, tries, null);
    }
}
