package dev.plat.domains.zone;

import dev.plat.router.core.Deadline;
import java.net.InetSocketAddress;
import java.util.List;

/** Who answers for a domain that is not with us yet. */
@FunctionalInterface
public interface FormerServers {

    /** None where nobody does, or may be asked. */
    List<InetSocketAddress> of(String registeredDomain, Deadline deadline);
}
