package dev.plat.domains.registrar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry knows of a name.
 *
 * @param registrar its id at this registry
 * @param statuses EPP's (RFC 5731)
 * @param grace RFC 3915's
 * @param created not told to everybody, as {@code expires}
 */
public record DomainInfo(
        String name,
        String registrar,
        Set<String> statuses,
        Set<String> grace,
        Optional<Instant> created,
        Optional<Instant> expires,
        List<String> servers,
        List<Ds> ds) {

    public DomainInfo {
        statuses = Set.copyOf(statuses);
        grace = Set.copyOf(grace);
        servers = List.copyOf(servers);
        ds = List.copyOf(ds);
    }
}
