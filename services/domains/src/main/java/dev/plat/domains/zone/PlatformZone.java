package dev.plat.domains.zone;

import dev.plat.domains.check.Platform;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The platform's own zone, in which published sites, the edge and the name servers are named. */
final class PlatformZone {

    private static final String KEEPER = "the platform";
    private static final long TTL_SECONDS = 300;

    private final DnsName name;
    private final Platform platform;

    PlatformZone(String name, Platform platform) {
        this.name = DnsName.of(name);
        this.platform = platform;
    }

    void keep(Zones zones) {
        List<RecordSet> sets = new ArrayList<>(addresses(name, platform.addresses()));
        sets.addAll(addresses(name.child("*"), platform.addresses()));
        DnsName edge = DnsName.of(platform.edgeName());
        if (edge.isIn(name) && !edge.equals(name)) {
            sets.addAll(addresses(edge, platform.addresses()));
        }
        zones.keep(name, null, KEEPER, sets);
    }

    /** At most one set of each type. */
    static List<RecordSet> addresses(DnsName at, Collection<InetAddress> addresses) {
        List<String> v4 = new ArrayList<>();
        List<String> v6 = new ArrayList<>();
        addresses.forEach(address ->
                (address instanceof Inet4Address ? v4 : v6).add(address.getHostAddress()));
        List<RecordSet> sets = new ArrayList<>();
        if (!v4.isEmpty()) {
            sets.add(new RecordSet(at, RecordType.A, TTL_SECONDS, v4));
        }
        if (!v6.isEmpty()) {
            sets.add(new RecordSet(at, RecordType.AAAA, TTL_SECONDS, v6));
        }
        return sets;
    }
}
