package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.RecordWire;
import dev.plat.domains.dns.Zone;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Update;

/**
 * The difference of two zones as an update that holds only while the zone is still the first one:
 * its SOA, value and all and with a TTL of zero, is the prerequisite (RFC 2136 §2.4.2). The next
 * SOA goes along, for Knot carries out all updates that have queued up as one and counts once at
 * their end: without it several that came with the same serial were all taken. Servers carry the
 * steps out in order, so what goes makes room first; only the zone's own name servers come before
 * they go, for the removal of the last one is silently passed over (§3.4.2.4).
 */
final class UpdateMessage {

    private UpdateMessage() {}

    static Update of(Zone before, Zone after) {
        Update update = new Update(RecordWire.name(before.name()));
        update.present(RecordWire.soa(before.name(), before.soa(), 0));
        update.add(RecordWire.soa(before.name(), before.soa().next()));
        List<DnsRecord> gone = missing(before, after, false);
        gone.stream()
                .filter(record -> !isApexNs(before, record))
                .forEach(one -> delete(update, one));
        missing(after, before, true).forEach(record -> update.add(RecordWire.record(record)));
        gone.stream()
                .filter(record -> isApexNs(before, record))
                .forEach(one -> delete(update, one));
        return update;
    }

    /** Records of the one zone that the other has not; another TTL counts when asked to. */
    private static List<DnsRecord> missing(Zone from, Zone in, boolean ttlCounts) {
        Set<DnsRecord> missing = new LinkedHashSet<>();
        for (RecordSet set : from.sets()) {
            Optional<RecordSet> other = in.set(set.name(), set.type());
            boolean sameTtl = other.filter(one -> one.ttlSeconds() == set.ttlSeconds()).isPresent();
            for (DnsRecord record : set.records()) {
                boolean there =
                        other.filter(one -> one.values().contains(record.data())).isPresent();
                if (!there || (ttlCounts && !sameTtl)) {
                    missing.add(record);
                }
            }
        }
        return List.copyOf(missing);
    }

    private static void delete(Update update, DnsRecord record) {
        update.delete(RecordWire.record(record));
    }

    private static boolean isApexNs(Zone zone, DnsRecord record) {
        DnsName apex = zone.name();
        return record.type() == RecordType.NS && record.name().equals(apex);
    }
}
