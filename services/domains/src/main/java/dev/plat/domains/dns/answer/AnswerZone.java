package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.RecordWire;
import dev.plat.domains.dns.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone as questions meet it: every name that exists, also those that only have names below them,
 * and where it is delegated.
 *
 * <p>Threads: safe, it never changes.
 */
final class AnswerZone {

    private final Name apex;
    private final SOARecord soa;
    private final SOARecord negativeSoa;
    private final Map<Name, Map<Integer, List<Record>>> nodes = new HashMap<>();
    private final boolean delegates;

    AnswerZone(Zone zone) {
        apex = RecordWire.name(zone.name());
        soa = RecordWire.soa(zone.name(), zone.soa());
        negativeSoa =
                RecordWire.soa(zone.name(), zone.soa(), Math.min(soa.getTTL(), soa.getMinimum()));
        add(soa);
        zone.records().stream().map(RecordWire::record).forEach(this::add);
        delegates =
                zone.records().stream()
                        .filter(record -> record.type() == RecordType.NS)
                        .map(DnsRecord::name)
                        .anyMatch(name -> !name.equals(zone.name()));
    }

    Name apex() {
        return apex;
    }

    /** What says that there is nothing, with the time that this may be believed (RFC 2308 §3). */
    SOARecord negativeSoa() {
        return negativeSoa;
    }

    boolean holds(Name name) {
        return name.subdomain(apex);
    }

    /** The sets of a name that exists; an empty map when it only has names below it. */
    Optional<Map<Integer, List<Record>>> node(Name name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The name servers of the highest delegation at or above the name. */
    List<Record> delegation(Name name) {
        if (!delegates) {
            return List.of();
        }
        for (int below = name.labels() - apex.labels() - 1; below >= 0; below--) {
            List<Record> servers = nodes.getOrDefault(new Name(name, below), Map.of()).get(Type.NS);
            if (servers != null) {
                return servers;
            }
        }
        return List.of();
    }

    /** What stands at {@code *} below the closest name that exists (RFC 4592 §3.3.1). */
    Optional<Map<Integer, List<Record>>> wildcard(Name name) {
        for (int cut = 1; cut <= name.labels() - apex.labels(); cut++) {
            if (nodes.containsKey(new Name(name, cut))) {
                return node(name.wild(cut));
            }
        }
        return Optional.empty();
    }

    /** Addresses that stand here for these name servers, also below a delegation. */
    List<Record> addresses(List<Record> servers) {
        List<Record> addresses = new ArrayList<>();
        for (Record server : servers) {
            Name target = ((NSRecord) server).getTarget();
            Map<Integer, List<Record>> sets = nodes.getOrDefault(target, Map.of());
            addresses.addAll(sets.getOrDefault(Type.A, List.of()));
            addresses.addAll(sets.getOrDefault(Type.AAAA, List.of()));
        }
        return addresses;
    }

    static Record owned(Record record, Name owner) {
        return record.getName().equals(owner)
                ? record
                : Record.newRecord(
                        owner,
                        record.getType(),
                        DClass.IN,
                        record.getTTL(),
                        record.rdataToWireCanonical());
    }

    private void add(Record record) {
        Name name = record.getName();
        for (int up = 1; up <= name.labels() - apex.labels(); up++) {
            nodes.computeIfAbsent(new Name(name, up), _ -> new HashMap<>());
        }
        nodes.computeIfAbsent(name, _ -> new HashMap<>())
                .computeIfAbsent(record.getType(), _ -> new ArrayList<>())
                .add(record);
    }
}
