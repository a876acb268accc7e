package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a batch may do to a zone. Servers answer NOERROR to a CNAME at the apex, to a CNAME beside
 * an address, and to the removal of the last name server, and change nothing: so it is checked here
 * before anything is sent. Only names that the batch touches are looked at, or one odd record of
 * somebody else's would block a whole zone.
 */
public final class ZoneRules {

    public static final int RECORDS_MAX = 1_000;
    public static final int CHANGES_MAX = 500;
    public static final long TTL_MIN_SECONDS = 60;
    public static final long TTL_MAX_SECONDS = 86_400;

    /** They stand beside a CNAME in every signed zone. */
    private static final Set<String> SIGNATURES = Set.of("RRSIG", "NSEC", "NSEC3", "DNSKEY", "KEY");

    private ZoneRules() {}

    /**
     * Why a batch may not be.
     *
     * @param record the one of the batch that is wrong
     */
    public record Violation(ErrorCode code, DnsRecord record, String text, List<Object> facts) {

        public PlatException toException() {
            return new PlatException(code, text, facts.toArray());
        }
    }

    /** Empty when the batch may be carried out. */
    public static Optional<Violation> violation(Zone zone, List<Change> batch) {
        for (Change change : batch) {
            Optional<Violation> wrong = alone(zone, change);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        Zone after = zone.with(batch);
        List<DnsRecord> all = after.records();
        List<DnsRecord> added = added(batch);
        for (DnsRecord record : added) {
            Optional<Violation> wrong =
                    beside(after, record)
                            .or(() -> ttls(added, record))
                            .or(() -> cut(after, all, record));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return lastNameServer(zone, after, batch).or(() -> count(all.size(), added));
    }

    /**
     * The zone with the batch carried out.
     *
     * @throws PlatException record-invalid or record-conflicts, with what was found and expected
     */
    public static Zone checked(Zone zone, List<Change> batch) {
        Optional<Violation> wrong = violation(zone, batch);
        if (wrong.isPresent()) {
            throw wrong.get().toException();
        }
        return zone.with(batch);
    }

    private static Optional<Violation> alone(Zone zone, Change change) {
        DnsRecord record = change.record();
        if (!record.name().isIn(zone.name())) {
            PlatException outside = Zone.outside(zone.name(), record.name());
            return invalid(record, outside.text(), "name", record.name().value(), expectedIn(zone));
        }
        return switch (change) {
            case Change.Remove _ -> Optional.empty();
            case Change.Add _ -> set(zone, record);
        };
    }

    private static String expectedIn(Zone zone) {
        return "a name that is or ends in " + zone.name().value();
    }

    private static Optional<Violation> set(Zone zone, DnsRecord record) {
        boolean apex = record.name().equals(zone.name());
        if (record.ttlSeconds() < TTL_MIN_SECONDS || record.ttlSeconds() > TTL_MAX_SECONDS) {
            return invalid(
                    record,
                    "A record's time to live is out of range.",
                    "ttl",
                    record.ttlSeconds(),
                    TTL_MIN_SECONDS + " to " + TTL_MAX_SECONDS + " seconds");
        }
        if (apex && record.type() == RecordType.DS) {
            return invalid(
                    record,
                    "A zone's own DS stands in the zone above it.",
                    "name",
                    record.name().value(),
                    "a name below the zone's, which is delegated");
        }
        boolean delegating = record.type() == RecordType.NS || record.type() == RecordType.DS;
        if (delegating && record.name().isWildcard()) {
            return invalid(
                    record,
                    "A wildcard cannot be delegated.",
                    "name",
                    record.name().value(),
                    "a name without '*'");
        }
        if (apex && record.type() == RecordType.CNAME) {
            return conflict(
                    record,
                    "A zone's own name cannot be an alias: its SOA and NS records stand there.",
                    List.of("SOA", "NS"));
        }
        return Optional.empty();
    }

    /** RFC 2181 §10.1: an alias has no other data, and one value. */
    private static Optional<Violation> beside(Zone after, DnsRecord record) {
        List<String> others = new ArrayList<>();
        after.at(record.name()).stream()
                .filter(set -> set.type() != record.type() || record.type() == RecordType.CNAME)
                .filter(set -> set.type() == RecordType.CNAME || record.type() == RecordType.CNAME)
                .flatMap(set -> set.records().stream())
                .filter(one -> !one.data().equals(record.data()) || one.type() != record.type())
                .forEach(one -> others.add(one.toString()));
        if (record.type() == RecordType.CNAME) {
            after.foreign().stream()
                    .filter(one -> one.name().equals(record.name().value()))
                    .filter(one -> !SIGNATURES.contains(one.type()))
                    .forEach(one -> others.add(one.name() + ". " + one.type() + " " + one.data()));
        }
        return others.isEmpty()
                ? Optional.empty()
                : conflict(record, "An alias cannot stand beside other records.", others);
    }

    private static Optional<Violation> ttls(List<DnsRecord> added, DnsRecord record) {
        List<String> others =
                added.stream()
                        .filter(one -> one.key().equals(record.key()))
                        .filter(one -> one.ttlSeconds() != record.ttlSeconds())
                        .map(DnsRecord::toString)
                        .toList();
        return others.isEmpty()
                ? Optional.empty()
                : conflict(record, "Records of one name and type have one time to live.", others);
    }

    /**
     * Below a delegation only the addresses of its name servers may stand, everything else would
     * never be answered; a DS needs the delegation it belongs to.
     */
    private static Optional<Violation> cut(Zone after, List<DnsRecord> all, DnsRecord record) {
        boolean apex = record.name().equals(after.name());
        if (record.type() == RecordType.DS && after.set(record.name(), RecordType.NS).isEmpty()) {
            return conflict(
                    record, "A DS stands beside the NS records of a delegation.", List.of());
        }
        if (record.type() == RecordType.NS && !apex) {
            List<String> hidden =
                    all.stream()
                            .filter(one -> one.name().isIn(record.name()))
                            .filter(one -> isHidden(one, record.name()))
                            .map(DnsRecord::toString)
                            .toList();
            return hidden.isEmpty() ? Optional.empty() : hidden(record, hidden);
        }
        List<String> cuts =
                all.stream()
                        .filter(one -> one.type() == RecordType.NS)
                        .filter(one -> !one.name().equals(after.name()))
                        .filter(one -> record.name().isIn(one.name()))
                        .filter(one -> isHidden(record, one.name()))
                        .map(DnsRecord::toString)
                        .toList();
        return cuts.isEmpty() ? Optional.empty() : hidden(record, cuts);
    }

    private static boolean isHidden(DnsRecord record, DnsName cut) {
        return switch (record.type()) {
            case A, AAAA -> false;
            case NS, DS -> !record.name().equals(cut);
            case CNAME, MX, TXT, CAA, SRV, HTTPS -> true;
        };
    }

    private static Optional<Violation> hidden(DnsRecord record, List<String> others) {
        return conflict(
                record, "What is delegated is answered elsewhere, and not from this zone.", others);
    }

    private static Optional<Violation> lastNameServer(Zone zone, Zone after, List<Change> batch) {
        boolean had = zone.set(zone.name(), RecordType.NS).isPresent();
        if (!had || after.set(zone.name(), RecordType.NS).isPresent()) {
            return Optional.empty();
        }
        return batch.stream()
                .filter(change -> change instanceof Change.Remove)
                .map(Change::record)
                .filter(record -> record.type() == RecordType.NS)
                .filter(record -> record.name().equals(zone.name()))
                .findFirst()
                .flatMap(record ->
                        conflict(record, "A zone keeps at least one name server.", List.of()));
    }

    private static Optional<Violation> count(int count, List<DnsRecord> added) {
        if (count <= RECORDS_MAX || added.isEmpty()) {
            return Optional.empty();
        }
        return invalid(
                added.getLast(),
                "A zone has too many records.",
                "count",
                count,
                RECORDS_MAX + " at most");
    }

    private static List<DnsRecord> added(List<Change> batch) {
        return batch.stream()
                .filter(change -> change instanceof Change.Add)
                .map(Change::record)
                .distinct()
                .toList();
    }

    private static Optional<Violation> invalid(
            DnsRecord record, String text, String field, Object value, String expected) {
        return Optional.of(
                new Violation(
                        ErrorCode.RECORD_INVALID,
                        record,
                        text,
                        List.of("field", field, "value", value, "expected", expected)));
    }

    private static Optional<Violation> conflict(
            DnsRecord record, String text, List<String> others) {
        return Optional.of(
                new Violation(
                        ErrorCode.RECORD_CONFLICTS,
                        record,
                        text,
                        List.of(
                                "value",
                                record.toString(),
                                "with",
                                List.copyOf(new TreeSet<>(others)),
                                "expected",
                                "remove the one or the other")));
    }
}
