package dev.plat.domains.claim;

import dev.plat.domains.check.DnsLine;
import dev.plat.domains.name.HostName;
import java.util.List;

/**
 * Where names must lead.
 *
 * @param name what a CNAME points at
 * @param addresses for names that cannot have one, IPv4 and IPv6
 */
record EdgePlace(String name, List<String> addresses) {

    EdgePlace {
        addresses = List.copyOf(addresses);
    }

    /** A bare name cannot have a CNAME beside its SOA and NS. */
    List<DnsLine> records(HostName host) {
        if (!host.isRegisteredDomain()) {
            return List.of(new DnsLine(host.ascii(), "CNAME", name));
        }
        return addresses.stream()
                .map(address ->
                        new DnsLine(host.ascii(), address.indexOf(':') < 0 ? "A" : "AAAA", address))
                .toList();
    }
}
