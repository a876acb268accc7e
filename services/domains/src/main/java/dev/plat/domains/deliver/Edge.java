package dev.plat.domains.deliver;

import dev.plat.domains.claim.Delivery;
import dev.plat.domains.claim.HeldHosts;
import dev.plat.router.core.Deadline;

/**
 * Hosting, as far as names go.
 *
 * <p>Threads: safe; blocking.
 */
public interface Edge {

    /** Stores it; a lower version than is there changes nothing. */
    void put(HeldHosts.Standing standing, Deadline deadline);

    /** Which nodes know this version of the name, or a later one. */
    Delivery.Reach reach(HeldHosts.Standing standing, Deadline deadline);
}
