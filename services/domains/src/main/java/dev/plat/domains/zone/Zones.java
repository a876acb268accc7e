package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordSet;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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

    private final Router router;
    private final Projection projection;
    private final NameServers nameServers;
    private final InstantSource clock;
    private final ZoneSql zones = new ZoneSql();
    private final ZoneChanges changes;

    /** A zone and what stands in it. */
    record Content(ZoneRow row, List<KeptSet> sets) {}

    Zones(Router router, Projection projection, NameServers nameServers, InstantSource clock) {
        this.router = router;
        this.projection = projection;
        this.nameServers = nameServers;
        this.clock = clock;
        this.changes = new ZoneChanges(nameServers, clock);
    }

    /**
     * Makes sure that there is such a zone, that {@code keeper} keeps these sets in it and no
     * others, and that the servers show it. What its owner has set beside them stays; what stands
     * in their place goes, and what another account has set.
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
                router.write(
                        Projection.key(zone),
                        tx -> changes.keep(tx, zone, account, keeper, managed));
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
        return router.read(Projection.key(zone), tx -> changes.content(tx, zone, false));
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
                router.write(
                        Projection.key(zone),
                        tx -> changes.replace(tx, zone, account, seen, wanted));
        if (changed) {
            projection.project(zone);
        }
    }

    /**
     * Puts what was copied into a zone of the account's, where nothing stands yet.
     *
     * @return how many sets may not stand there, and were left out
     */
    int adopt(DnsName zone, Id account, Collection<RecordSet> copied) {
        int refused =
                Objects.requireNonNull(
                        router.write(
                                Projection.key(zone),
                                tx -> changes.adopt(tx, zone, account, copied)));
        projection.project(zone);
        return refused;
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
