package dev.plat.domains.dns;

import dev.plat.router.core.Deadline;
import java.util.List;

/**
 * Whatever keeps and answers zones. It expects one writer for each zone: where a server can compare
 * before it writes the second writer loses, and where it cannot the second one wins silently.
 * Nothing is thrown for what a server does or does not do.
 *
 * <p>Threads: safe.
 */
public interface DnsProvider {

    Reading read(DnsName zone, Deadline deadline);

    /**
     * Carries out a batch of at most {@link ZoneRules#CHANGES_MAX} changes, when the zone still has
     * {@code seenSerial}.
     */
    Outcome apply(DnsName zone, long seenSerial, List<Change> batch, Deadline deadline);

    /**
     * Makes a zone with these records; which serial it starts with is the server's affair. A server
     * that takes no zones over its protocol adopts one that is already in its configuration, when
     * nothing stands there but its name servers, their addresses, and what is wanted. A zone that
     * is there already is {@link Outcome.Applied} when it holds just these records, so a repeat is
     * safe.
     */
    Outcome create(Zone zone, Deadline deadline);

    /**
     * Takes the zone away with all its records. Where the zone is in the server's configuration its
     * SOA and NS records stay. A zone that is not there is {@link Outcome.Applied} with serial 0.
     */
    Outcome delete(DnsName zone, Deadline deadline);

    /** Asks each name server itself. A change is done when all of them show its serial. */
    List<ServerState> servers(DnsName zone, Deadline deadline);
}
