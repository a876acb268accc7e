package dev.plat.domains.zone;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.RecordSet;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a zone's servers to what its rows say. It is taken for a while under a new epoch, the
 * servers are asked and told outside any transaction, and what came of it is written under that
 * epoch; who finds the rows changed meanwhile goes round again. Sets that no row names are others'
 * (a challenge of a CA, say) and stay as they are.
 *
 * <p>Threads: safe; blocking; one at a time for each zone, over all processes.
 */
final class Projection {

    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    /** Longer than one round may take, so that two never write to one zone. */
    private static final Duration LEASE = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration COMPARED = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int ROUNDS_MAX = 8;

    private final Router router;
    private final DnsProvider provider;
    private final NameServers nameServers;
    private final InstantSource clock;
    private final ControlPoints points;
    private final ZoneSql zones = new ZoneSql();
    private final RrsetSql sets = new RrsetSql();

    private record Taken(ZoneRow row, List<KeptSet> sets) {}

    Projection(
            Router router,
            DnsProvider provider,
            NameServers nameServers,
            InstantSource clock,
            ControlPoints points) {
        this.router = router;
        this.provider = provider;
        this.nameServers = nameServers;
        this.clock = clock;
        this.points = points;
    }

    static Name key(DnsName zone) {
        return new Name(NameKind.ZONE, zone.value());
    }

    /**
     * Makes the servers show what the rows say now.
     *
     * @return whether that was done; false as well where another is at it
     */
    boolean project(DnsName zone) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Optional<Taken> taken = router.write(key(zone), tx -> take(tx, zone));
            if (taken.isEmpty()) {
                return false;
            }
            points.reach("zone.leased");
            ZoneRow row = taken.get().row();
            Outcome outcome = bring(taken.get(), Deadline.in(PATIENCE));
            points.reach("zone.readback");
            boolean shown = outcome instanceof Outcome.Applied;
            if (!shown) {
                LOG.warn("zone {} is not on its servers: {}", zone, outcome);
            }
            boolean again = router.write(key(zone), tx -> record(tx, row, outcome));
            if (!again) {
                return shown;
            }
        }
        return false;
    }

    private Optional<Taken> take(Tx tx, DnsName zone) throws SQLException {
        Optional<ZoneRow> row = zones.lease(tx, zone, now(), LEASE);
        return row.isEmpty()
                ? Optional.empty()
                : Optional.of(new Taken(row.get(), sets.of(tx, zone)));
    }

    private Outcome bring(Taken taken, Deadline deadline) {
        DnsName zone = taken.row().name();
        if (taken.row().leaving()) {
            return provider.delete(zone, deadline);
        }
        return switch (provider.read(zone, deadline)) {
            case Reading.Unknown(String why) -> new Outcome.Unknown(why);
            case Reading.Missing _ -> provider.create(wanted(taken), deadline);
            case Reading.Found(Zone found) -> change(found, taken, deadline);
        };
    }

    private Zone wanted(Taken taken) {
        ZoneRow row = taken.row();
        return Zone.of(
                row.name(),
                Soa.usual(nameServers.primary(), row.name(), row.serial()),
                taken.sets().stream()
                        .flatMap(kept -> kept.set().stream())
                        .flatMap(set -> set.records().stream())
                        .toList());
    }

    private Outcome change(Zone found, Taken taken, Deadline deadline) {
        List<Change> changes = changes(found, taken.sets());
        if (changes.isEmpty()) {
            return new Outcome.Applied(found.serial());
        }
        Outcome outcome = new Outcome.Applied(found.serial());
        for (int from = 0; from < changes.size(); from += ZoneRules.CHANGES_MAX) {
            int to = Math.min(changes.size(), from + ZoneRules.CHANGES_MAX);
            if (!(outcome instanceof Outcome.Applied(long serial))) {
                return outcome;
            }
            outcome = provider.apply(found.name(), serial, changes.subList(from, to), deadline);
            points.reach("zone.sent");
        }
        return outcome;
    }

    /** What makes the sets that are ours what they should be. */
    private static List<Change> changes(Zone found, List<KeptSet> kept) {
        List<Change> changes = new ArrayList<>();
        for (KeptSet set : kept) {
            Optional<RecordSet> there = found.set(set.name(), set.type());
            if (there.isPresent() && !set.sameAs(there.get())) {
                there.get().records().stream()
                        .filter(record -> !set.values().contains(record.data()))
                        .map(Change.Remove::new)
                        .forEach(changes::add);
            }
            if (there.isEmpty() || !set.sameAs(there.get())) {
                set.set().stream()
                        .flatMap(wanted -> wanted.records().stream())
                        .map(Change.Add::new)
                        .forEach(changes::add);
            }
        }
        return changes;
    }

    /** True when the rows have changed meanwhile. */
    private boolean record(Tx tx, ZoneRow row, Outcome outcome) throws SQLException {
        ZoneRow now = zones.find(tx, row.name(), true).orElse(null);
        if (now == null || now.epoch() != row.epoch()) {
            return false;
        }
        boolean changed = now.serial() != row.serial() || now.leaving() != row.leaving();
        if (!(outcome instanceof Outcome.Applied(long serial))) {
            zones.done(tx, with(row, row.shown(), row.serverSerial(), why(outcome)), later(AGAIN));
            return outcome instanceof Outcome.Stale;
        }
        if (row.leaving() && now.leaving()) {
            sets.deleteAll(tx, row.name());
            zones.delete(tx, row.name(), row.epoch());
            return false;
        }
        if (!changed) {
            sets.forgetRemoved(tx, row.name());
        }
        zones.done(tx, with(row, row.serial(), serial, null), changed ? now() : later(COMPARED));
        return changed;
    }

    private static ZoneRow with(
            ZoneRow row, long shown, @Nullable Long serverSerial, @Nullable String problem) {
        return new ZoneRow(
                row.name(),
                row.account(),
                row.leaving(),
                row.serial(),
                shown,
                serverSerial,
                problem,
                row.epoch(),
                row.changed());
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "";
            case Outcome.Stale(long serial) -> "changed by another, serial " + serial;
            case Outcome.Refused(var record, String why) ->
                    record.map(one -> one + ": " + why).orElse(why);
            case Outcome.Unknown(String why) -> why;
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Instant later(Duration by) {
        return now().plus(by);
    }
}
