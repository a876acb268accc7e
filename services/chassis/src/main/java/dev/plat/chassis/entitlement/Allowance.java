package dev.plat.chassis.entitlement;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What an account may do.
 *
 * @param plan for people
 * @param sites how many it may have; empty: the plan does not limit them
 */
public record Allowance(String plan, State state, OptionalLong sites) {

    /** Where nothing is limited by what an account pays. */
    public static final Allowance EVERYBODY = new Allowance("", State.ACTIVE, OptionalLong.empty());

    /** The text stands in the database and never changes. */
    public enum State {
        ACTIVE,
        /** A payment is open; nothing is kept from anybody yet. */
        PAST_DUE,
        /** Nothing may be changed or published; what is published stays. */
        READ_ONLY;

        /** All of them as they are written. */
        static final List<String> TEXTS = Arrays.stream(values()).map(State::text).toList();

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * Says that something may be changed.
     *
     * @throws PlatException {@code plan-limit}
     */
    public void requireWriting() {
        if (state == State.READ_ONLY) {
            throw new PlatException(
                    ErrorCode.PLAN_LIMIT,
                    "The plan is not paid, so nothing can be changed or published until it is. What"
                            + " is published stays.",
                    "value",
                    state.text(),
                    "expected",
                    "a plan that is paid");
        }
    }
}
