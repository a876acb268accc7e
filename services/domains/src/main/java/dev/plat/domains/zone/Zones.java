package dev.plat.domains.zone;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.RecordType;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.Router;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in our zones, in rows. Every change is one transaction that raises the serial; {@link
 * Projection} then brings it to the servers.
 *
 * <p>Threads: safe; blocking.
 */
public final class Zones {

    /** What keeps a zone's own delegation and head. */
    static final String BY_ZONE = "the zone itself";

    private static final long SERIAL_MAX = (1L << 32) - 1;
    private static final String CHALLENGE = "_acme-challenge";

    private final Router router;
    private final Projection projection;
    private final NameServers nameServers;
    private final InstantSource clock;
    private final ZoneSql zones = new ZoneSql();
    private final RrsetSql sets = new RrsetSql();

    /** A zone and what stands in it. */
    record Content(ZoneRow row, List<KeptSet> sets) {}

    Zones(Router router, Projection projection, NameServers nameServers, InstantSource clock) {
        this.router = router;
        this.projection = projection;
        this.nameServers = nameServers;
        this.clock = clock;
    }

    /**
     * Makes sure that there is such a zone, that {@code keeper} keeps these sets in it and no
     * others, and that the servers show it. What its owner has set beside them stays; what stands
     * in their place goes.
     *
     * @param account whose zone it is; null: the platform's
     * @return whether the servers show it; otherwise that is gone on with
     */
    public boolean keep(
            DnsName zone, @Nullable Id account, String keeper, Collection<RecordSet> wanted) {
        List<KeptSet> managed = new ArrayList<>();
        managed.add(KeptSet.of(nameServers.of(zone), BY_ZONE));
        nameServers.addressesIn(zone).forEach(set -> managed.add(KeptSet.of(set, BY_ZONE)));
        wanted.forEach(set -> managed.add(KeptSet.of(set, keeper)));
        boolean changed =
                router.write(Projection.key(zone), tx -> keep(tx, zone, account, keeper, managed));
        Optional<Content> content = changed ? Optional.empty() : content(zone);
        boolean known = content.filter(it -> it.row().shown() == it.row().serial()).isPresent();
        return known || projection.project(zone);
    }

    /** Takes the zone off the servers and forgets it; nothing happens when there is none. */
    public boolean drop(DnsName zone) {
        router.write(
                Projection.key(zone),
                tx -> {
                    zones.leave(tx, zone, now());
                    return Boolean.TRUE;
                });
        return projection.project(zone);
    }

    Optional<Content> content(DnsName zone) {
        return router.read(Projection.key(zone), tx -> content(tx, zone, false));
    }

    /**
     * Makes the owner's part of a zone what is given here.
     *
     * @param wanted the sets that shall stand there beside the managed ones; one of these may be
     *     among them as it is
     * @param seen the serial that the owner has looked at
     * @throws PlatException {@code not-found}, {@code zone-stale}, {@code record-managed}, {@code
     *     record-invalid}, {@code record-conflicts}
     */
    void replace(DnsName zone, Id account, long seen, List<RecordSet> wanted) {
        boolean changed =
                router.write(Projection.key(zone), tx -> replace(tx, zone, account, seen, wanted));
        if (changed) {
            projection.project(zone);
        }
    }

    private boolean keep(
            Tx tx, DnsName zone, @Nullable Id account, String keeper, List<KeptSet> managed)
            throws SQLException {
        boolean fresh = zones.insert(tx, zone, account, now());
        Content content = content(tx, zone, true).orElseThrow();
        List<KeptSet> puts = new ArrayList<>();
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

    private boolean replace(Tx tx, DnsName zone, Id account, long seen, List<RecordSet> wanted)
            throws SQLException {
        Content content =
                content(tx, zone, true)
                        .filter(found -> account.equals(found.row().account()))
                        .filter(found -> !found.row().leaving())
                        .orElseThrow(() -> unknown(zone));
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

    private static void requireFree(Content content, RecordSet set) {
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

    private void put(Tx tx, Content content, List<KeptSet> puts, @Nullable Id actor, long serial)
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

    private Optional<Content> content(Tx tx, DnsName zone, boolean lock) throws SQLException {
        Optional<ZoneRow> row = zones.find(tx, zone, lock);
        return row.isEmpty()
                ? Optional.empty()
                : Optional.of(new Content(row.get(), sets.of(tx, zone)));
    }

    private static Optional<KeptSet> at(Content content, DnsName name, RecordType type) {
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

    static PlatException unknown(DnsName zone) {
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "This account has no such zone.",
                "value",
                zone.value(),
                "expected",
                "a name that was registered here");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
