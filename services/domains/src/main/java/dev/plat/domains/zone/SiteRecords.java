package dev.plat.domains.zone;

import dev.plat.domains.check.Platform;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.schemas.Id;
import java.util.ArrayList;
import java.util.List;

/**
 * The zone of a name that was bought for a site: it leads to the edge, with its {@code www}.
 *
 * <p>Threads: safe; blocking.
 */
public final class SiteRecords {

    private static final String KEEPER = "the site";
    private static final long TTL_SECONDS = 300;

    private final Zones zones;
    private final Platform platform;

    SiteRecords(Zones zones, Platform platform) {
        this.zones = zones;
        this.platform = platform;
    }

    /** Whether all servers were brought to it. */
    public boolean lead(String registeredDomain, Id account) {
        DnsName zone = DnsName.of(registeredDomain);
        List<RecordSet> sets = new ArrayList<>(PlatformZone.addresses(zone, platform.addresses()));
        // Within the zone, so that one answer tells all.
        sets.add(
                new RecordSet(
                        zone.child("www"), RecordType.CNAME, TTL_SECONDS, List.of(zone.withDot())));
        return zones.keep(zone, account, KEEPER, sets);
    }

    /** The name is not the account's any more. */
    public boolean drop(String registeredDomain) {
        return zones.drop(DnsName.of(registeredDomain));
    }
}
