package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A zone as it is, which need not be as we would have allowed it: others may have written it.
 *
 * @param sets sorted by name and type; all names are in the zone
 * @param foreign what has no place among our types or names, such as signatures
 */
public record Zone(DnsName name, Soa soa, List<RecordSet> sets, List<Foreign> foreign) {

    /**
     * A record that is shown and left alone.
     *
     * @param name without final dot
     */
    public record Foreign(String name, String type, String data) {}

    /**
     * Sorts the sets.
     *
     * @throws PlatException record-invalid when a name is not in the zone
     */
    public Zone {
        for (RecordSet set : sets) {
            if (!set.name().isIn(name)) {
                throw outside(name, set.name());
            }
        }
        sets = sets.stream().sorted(Comparator.comparing(RecordSet::key)).toList();
        foreign = List.copyOf(foreign);
    }

    /** Of records in any order; the lowest TTL of a set is the set's. */
    public static Zone of(DnsName name, Soa soa, Collection<DnsRecord> records) {
        Map<RecordSet.Key, List<DnsRecord>> byKey = new TreeMap<>();
        for (DnsRecord record : records) {
            byKey.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(record);
        }
        return new Zone(name, soa, byKey.values().stream().map(Zone::set).toList(), List.of());
    }

    static PlatException outside(DnsName zone, DnsName name) {
        return new PlatException(
                ErrorCode.RECORD_INVALID,
                "A record's name is not in this zone.",
                "field",
                "name",
                "value",
                name.value(),
                "expected",
                "a name that is or ends in " + zone.value());
    }

    public long serial() {
        return soa.serial();
    }

    public List<DnsRecord> records() {
        return sets.stream().flatMap(set -> set.records().stream()).toList();
    }

    public Optional<RecordSet> set(DnsName at, RecordType type) {
        return sets.stream().filter(set -> set.name().equals(at) && set.type() == type).findFirst();
    }

    public List<RecordSet> at(DnsName at) {
        return sets.stream().filter(set -> set.name().equals(at)).toList();
    }

    public Zone withSoa(Soa other) {
        return new Zone(name, other, sets, foreign);
    }

    public Zone withForeign(List<Foreign> others) {
        return new Zone(name, soa, sets, others);
    }

    /** With the batch carried out and the same serial; nothing is checked but the names. */
    public Zone with(List<Change> batch) {
        Map<RecordSet.Key, List<DnsRecord>> byKey = new TreeMap<>();
        sets.forEach(set -> byKey.put(set.key(), new ArrayList<>(set.records())));
        for (Change change : batch) {
            if (change instanceof Change.Remove(DnsRecord record)) {
                byKey.getOrDefault(record.key(), new ArrayList<>())
                        .removeIf(one -> one.data().equals(record.data()));
            }
        }
        for (Change change : batch) {
            if (change instanceof Change.Add(DnsRecord record)) {
                add(byKey.computeIfAbsent(record.key(), _ -> new ArrayList<>()), record);
            }
        }
        byKey.values().removeIf(List::isEmpty);
        return new Zone(name, soa, byKey.values().stream().map(Zone::set).toList(), foreign);
    }

    /** The batch that makes this zone hold what {@code wanted} holds. */
    public List<Change> changesTo(Zone wanted) {
        Set<DnsRecord> have = new LinkedHashSet<>(records());
        Set<DnsRecord> want = new LinkedHashSet<>(wanted.records());
        List<Change> batch = new ArrayList<>();
        for (DnsRecord record : have) {
            boolean kept =
                    wanted.set(record.name(), record.type())
                            .filter(set -> set.values().contains(record.data()))
                            .isPresent();
            if (!kept) {
                batch.add(new Change.Remove(record));
            }
        }
        want.stream()
                .filter(record -> !have.contains(record))
                .map(Change.Add::new)
                .forEach(batch::add);
        return List.copyOf(batch);
    }

    private static void add(List<DnsRecord> set, DnsRecord record) {
        set.removeIf(one -> one.data().equals(record.data()));
        set.replaceAll(
                one -> new DnsRecord(one.name(), one.type(), record.ttlSeconds(), one.data()));
        set.add(record);
    }

    private static RecordSet set(List<DnsRecord> records) {
        DnsRecord first = records.getFirst();
        long ttl = records.stream().mapToLong(DnsRecord::ttlSeconds).min().orElseThrow();
        return new RecordSet(
                first.name(), first.type(), ttl, records.stream().map(DnsRecord::data).toList());
    }
}
