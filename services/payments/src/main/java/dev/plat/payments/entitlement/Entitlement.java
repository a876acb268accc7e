package dev.plat.payments.entitlement;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.subscription.Subscription;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an account may do.
 *
 * @param plan the one it is on, {@value #FREE} where it is on none
 * @param limits how many of what; what is not named is not limited
 */
public record Entitlement(String plan, State state, Map<String, Long> limits) {

    /** The plan of those who pay nothing; its limits stand in the catalogue, too. */
    public static final String FREE = Plan.FREE;

    /** The text stands in the database and never changes. */
    public enum State {
        ACTIVE,
        /** A payment is open; nothing is kept from anybody yet. */
        PAST_DUE,
        /** What is published stays; nothing is edited, uploaded or published. */
        READ_ONLY;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public Entitlement {
        limits = Map.copyOf(limits);
    }

    /**
     * What follows from a subscription.
     *
     * @param live the one that is not over, or empty
     */
    public static Entitlement of(Optional<Subscription> live, Catalogue catalogue) {
        if (live.isEmpty() || live.get().over()) {
            return new Entitlement(FREE, State.ACTIVE, limits(FREE, catalogue));
        }
        String plan = live.get().plan();
        State state =
                switch (live.get().state()) {
                    case ACTIVE, CANCELLED -> State.ACTIVE;
                    case PAST_DUE -> State.PAST_DUE;
                    case SUSPENDED -> State.READ_ONLY;
                };
        return new Entitlement(plan, state, limits(plan, catalogue));
    }

    private static Map<String, Long> limits(String plan, Catalogue catalogue) {
        return catalogue.plan(plan).map(Plan::limits).orElse(Map.of());
    }
}
