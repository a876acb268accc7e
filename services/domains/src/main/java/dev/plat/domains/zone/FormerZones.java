package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.domains.dns.copy.Copy;
import dev.plat.domains.dns.copy.ZoneCopier;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what stands in a domain's zone elsewhere, before the domain comes here: mail and
 * whatever else its owner runs shall not notice. Left out is what leads visitors to a site, which
 * is why the domain comes, and what belongs to the old servers alone.
 *
 * <p>Threads: safe; waits for others' servers.
 */
public final class FormerZones {

    private static final Logger LOG = LoggerFactory.getLogger(FormerZones.class);
    private static final String KEEPER = "the copy";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<RecordType> SITE_TYPES =
            Set.of(RecordType.A, RecordType.AAAA, RecordType.CNAME, RecordType.HTTPS);

    private final Zones zones;
    private final FormerServers servers;
    private final NameServers nameServers;
    private final ZoneCopier copier = new ZoneCopier();

    FormerZones(Zones zones, FormerServers servers, NameServers nameServers) {
        this.zones = zones;
        this.servers = servers;
        this.nameServers = nameServers;
    }

    /**
     * Copies it into a zone of the account's here; what stands there already stays. The zone is
     * answered for by our servers, and nobody asks them for it yet.
     */
    public Copy copy(String registeredDomain, Id account) {
        DnsName zone = DnsName.of(registeredDomain);
        Deadline deadline = Deadline.in(PATIENCE);
        Copy copy = copier.copy(zone, servers.of(registeredDomain, deadline), deadline);
        List<DnsRecord> records =
                copy.records().stream().filter(record -> comesAlong(zone, record)).toList();
        List<RecordSet> sets =
                Zone.of(zone, Soa.usual(nameServers.primary(), zone, 1), records).sets().stream()
                        .map(FormerZones::kept)
                        .toList();
        zones.keep(zone, account, KEEPER, List.of());
        int refused = zones.adopt(zone, account, sets);
        LOG.info(
                "zone={} is copied ({}): {} sets, {} that may not stand here",
                zone,
                copy.getClass().getSimpleName(),
                sets.size() - refused,
                refused);
        return copy;
    }

    private static boolean comesAlong(DnsName zone, DnsRecord record) {
        DnsName name = record.name();
        boolean apex = name.equals(zone);
        if (!name.isIn(zone) || name.equals(zone.child("www"))) {
            return false;
        }
        if (apex) {
            return !SITE_TYPES.contains(record.type())
                    && record.type() != RecordType.NS
                    && record.type() != RecordType.DS;
        }
        String first = name.value().substring(0, name.value().indexOf('.'));
        return !first.equals("_acme-challenge") && !first.startsWith("_plat-");
    }

    private static RecordSet kept(RecordSet set) {
        long ttl =
                Math.clamp(set.ttlSeconds(), ZoneRules.TTL_MIN_SECONDS, ZoneRules.TTL_MAX_SECONDS);
        return new RecordSet(set.name(), set.type(), ttl, set.values());
    }
}
