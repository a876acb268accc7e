package dev.plat.domains.check;

import dev.plat.router.core.Deadline;
import java.util.Set;

/** Tells whether a registered domain is suspended, which takes it out of its parent's zone. */
@FunctionalInterface
public interface HoldSource {

    /** Knows nothing of anybody. */
    HoldSource NONE = (_, _) -> Set.of();

    /**
     * The status codes by which the domain is suspended, such as {@code client hold}; empty when it
     * is not, or when nobody could be asked. Never throws.
     */
    Set<String> holds(String registeredDomain, Deadline deadline);
}
