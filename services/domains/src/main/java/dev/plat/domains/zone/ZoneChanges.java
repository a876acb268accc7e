package dev.plat.domains.zone;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of a zone's rows, each within the transaction that is given to it. */
final class ZoneChanges {

    private static final long SERIAL_MAX = (1L << 32) - 1;
    private static final String CHALLENGE = "_acme-challenge";

    private final NameServers nameServers;
    private final InstantSource clock;
    private final ZoneSql zones = new ZoneSql();
    private final RrsetSql sets = new RrsetSql();

    ZoneChanges(NameServers nameServers, InstantSource clock) {
        this.nameServers = nameServers;
        this.clock = clock;
    }

    boolean keep(Tx tx, DnsName zone, @Nullable Id account, String keeper, List<KeptSet> managed)
            throws SQLException {
        boolean fresh = zones.insert(tx, zone, account, now());
        List<KeptSet> puts = new ArrayList<>(fresh ? List.of() : handed(tx, zone, account));
        Zones.Content content = content(tx, zone, true).orElseThrow();
        for (KeptSet set : managed) {
            Optional<KeptSet> there = at(content, set.name(), set.type());
            if (there.filter(set::equals).isEmpty()) {
                puts.add(set);
            }
            if (set.type() == RecordType.CNAME) {
                // Nothing stands beside an alias.
                content.sets().stream()
                        .filter(other -> other.name().equals(set.name()))
                        .filter(other -> other.type() != RecordType.CNAME)
                        .map(KeptSet::removed)
                        .forEach(puts::add);
            }
        }
        content.sets().stream()
                .filter(there -> keeper.equals(there.managed()))
                .filter(there ->
                        managed.stream().noneMatch(set -> set.at(there.name(), there.type())))
                .map(KeptSet::removed)
                .forEach(puts::add);
        if (!puts.isEmpty()) {
            put(tx, content, puts, null, fresh ? content.row().serial() : next(content.row()));
        }
        return fresh || !puts.isEmpty();
    }

    /** What a former owner has left, who may have moved the name away and kept the zone. */
    private List<KeptSet> handed(Tx tx, DnsName zone, @Nullable Id account) throws SQLException {
        Zones.Content content = content(tx, zone, true).orElseThrow();
        ZoneRow row = content.row();
        if (!row.leaving() && Objects.equals(row.account(), account)) {
            return List.of();
        }
        zones.hand(tx, zone, account);
        return content.sets().stream()
                .filter(set -> set.managed() == null && !set.values().isEmpty())
                .map(KeptSet::removed)
                .toList();
    }

    int adopt(Tx tx, DnsName zone, Id account, Collection<RecordSet> copied) throws SQLException {
        Zones.Content content = owned(tx, zone, account);
        Zone so = zone(content.row(), content.sets());
        List<KeptSet> puts = new ArrayList<>();
        int refused = 0;
        for (RecordSet set : copied) {
            if (at(content, set.name(), set.type()).isPresent()) {
                continue;
            }
            List<Change> adds =
                    set.records().stream().<Change>map(record -> new Change.Add(record)).toList();
            if (ZoneRules.violation(so, adds).isPresent()) {
                refused++;
                continue;
            }
            so = so.with(adds);
            puts.add(KeptSet.of(set, null));
        }
        if (!puts.isEmpty()) {
            put(tx, content, puts, null, next(content.row()));
        }
        return refused;
    }

    private Zones.Content owned(Tx tx, DnsName zone, Id account) throws SQLException {
        return content(tx, zone, true)
                .filter(found -> account.equals(found.row().account()))
                .filter(found -> !found.row().leaving())
                .orElseThrow(() -> Zones.unknown(zone));
    }

    boolean replace(Tx tx, DnsName zone, Id account, long seen, List<RecordSet> wanted)
            throws SQLException {
        Zones.Content content = owned(tx, zone, account);
        if (content.row().serial() != seen) {
            throw new PlatException(
                    ErrorCode.ZONE_STALE,
                    "The zone was changed since you looked at it.",
                    "value",
                    seen,
                    "expected",
                    content.row().serial());
        }
        List<KeptSet> after = new ArrayList<>();
        for (RecordSet set : wanted) {
            requireFree(content, set);
            Optional<KeptSet> there = at(content, set.name(), set.type());
            after.add(there.filter(it -> it.managed() != null).orElse(KeptSet.of(set, null)));
        }
        content.sets().stream()
                .filter(there -> there.managed() != null)
                .filter(there ->
                        after.stream().noneMatch(set -> set.at(there.name(), there.type())))
                .forEach(after::add);
        Zone before = zone(content.row(), content.sets());
        List<Change> changes = before.changesTo(zone(content.row(), after));
        ZoneRules.checked(before, changes);
        List<KeptSet> puts = new ArrayList<>(after);
        puts.removeAll(content.sets());
        content.sets().stream()
                .filter(there ->
                        after.stream().noneMatch(set -> set.at(there.name(), there.type())))
                .filter(there -> !there.values().isEmpty())
                .map(KeptSet::removed)
                .forEach(puts::add);
        if (!puts.isEmpty()) {
            put(tx, content, puts, account, next(content.row()));
        }
        return !puts.isEmpty();
    }

    private static void requireFree(Zones.Content content, RecordSet set) {
        KeptSet there = at(content, set.name(), set.type()).orElse(null);
        if (there != null && there.managed() != null && !there.sameAs(set)) {
            throw managed(set, there.managed());
        }
        boolean challenge =
                set.type() == RecordType.TXT
                        && (set.name().value() + ".").startsWith(CHALLENGE + ".");
        if (challenge) {
            throw managed(set, "the orders of certificates");
        }
    }

    private static PlatException managed(RecordSet set, String keeper) {
        return new PlatException(
                ErrorCode.RECORD_MANAGED,
                "This record is kept by Plat.",
                "value",
                set.name() + " " + set.type(),
                "which",
                keeper);
    }

    private void put(
            Tx tx, Zones.Content content, List<KeptSet> puts, @Nullable Id actor, long serial)
            throws SQLException {
        DnsName zone = content.row().name();
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (KeptSet set : puts) {
            at(content, set.name(), set.type()).stream()
                    .flatMap(there -> there.set().stream())
                    .flatMap(there -> there.records().stream())
                    .forEach(record -> removed.add(record.toString()));
            set.set().stream()
                    .flatMap(there -> there.records().stream())
                    .forEach(record -> added.add(record.toString()));
            sets.put(tx, zone, set);
        }
        Instant now = now();
        zones.changed(tx, zone, serial, now);
        zones.remember(tx, zone, serial, actor, now, added, removed);
    }

    Optional<Zones.Content> content(Tx tx, DnsName zone, boolean lock) throws SQLException {
        Optional<ZoneRow> row = zones.find(tx, zone, lock);
        return row.isEmpty()
                ? Optional.empty()
                : Optional.of(new Zones.Content(row.get(), sets.of(tx, zone)));
    }

    private static Optional<KeptSet> at(Zones.Content content, DnsName name, RecordType type) {
        return content.sets().stream().filter(set -> set.at(name, type)).findFirst();
    }

    private Zone zone(ZoneRow row, List<KeptSet> kept) {
        return Zone.of(
                row.name(),
                Soa.usual(nameServers.primary(), row.name(), row.serial()),
                kept.stream()
                        .flatMap(set -> set.set().stream())
                        .flatMap(set -> set.records().stream())
                        .toList());
    }

    private static long next(ZoneRow row) {
        return row.serial() % SERIAL_MAX + 1;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
