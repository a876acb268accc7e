package dev.plat.domains.schedule;

import dev.plat.domains.schedule.budget.CaRules;
import java.time.Instant;

/** What is to be done about a name now. */
public sealed interface Decision {

    Explained why();

    /** Nothing before {@code until}; then decide again. */
    record Wait(Instant until, Explained why) implements Decision {}

    /** Ask the CA for its window, store the answer, decide again. */
    record Poll(Explained why) implements Decision {}

    /**
     * Into the line. When its turn comes, decide again, take a token of each budget that {@link
     * CaRules#needs} names, and only then call the CA.
     *
     * @param second at the second CA
     * @param deadline among equals the earlier is served first
     */
    record Order(
            Priority priority, CaRules.Kind kind, boolean second, Instant deadline, Explained why)
            implements Decision {

        public boolean replaces() {
            return switch (kind) {
                case REPLACES_IN_WINDOW, REPLACES_OUTSIDE -> true;
                case NEW, RENEWAL -> false;
            };
        }
    }

    /** Nothing by itself until a person or a check lets it go on. */
    record Park(Explained why) implements Decision {}
}
