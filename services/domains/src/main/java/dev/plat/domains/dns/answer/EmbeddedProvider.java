package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.ServerState;
import dev.plat.domains.dns.ServerStates;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.ZoneRules;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The zones of the embedded name server. A change is on disk before it is answered: what was seen
 * once is not unsaid by a restart.
 *
 * <p>Threads: safe; changes are made one at a time.
 */
final class EmbeddedProvider implements DnsProvider {

    private final LiveZones zones;
    private final ZoneFolder folder;
    private final List<InetSocketAddress> servers;
    private final ReentrantLock changing = new ReentrantLock();

    EmbeddedProvider(LiveZones zones, ZoneFolder folder, List<InetSocketAddress> servers) {
        this.zones = zones;
        this.folder = folder;
        this.servers = List.copyOf(servers);
    }

    @Override
    public Reading read(DnsName zone, Deadline deadline) {
        return zones.get(zone).<Reading>map(Reading.Found::new).orElseGet(Reading.Missing::new);
    }

    @Override
    public Outcome apply(DnsName zone, long seenSerial, List<Change> batch, Deadline deadline) {
        if (batch.size() > ZoneRules.CHANGES_MAX) {
            return Outcome.refused("a batch has at most " + ZoneRules.CHANGES_MAX + " changes");
        }
        return alone(
                deadline,
                () ->
                        zones.get(zone)
                                .map(found -> applied(found, seenSerial, batch))
                                .orElseGet(() -> Outcome.refused("there is no such zone")));
    }

    @Override
    public Outcome create(Zone zone, Deadline deadline) {
        return alone(
                deadline,
                () ->
                        zones.get(zone.name())
                                .map(found -> sameAs(found, zone))
                                .orElseGet(() -> keep(zone)));
    }

    @Override
    public Outcome delete(DnsName zone, Deadline deadline) {
        return alone(deadline, () -> gone(zone));
    }

    @Override
    public List<ServerState> servers(DnsName zone, Deadline deadline) {
        return ServerStates.of(servers, zone, deadline);
    }

    private interface Step {
        Outcome take();
    }

    private Outcome alone(Deadline deadline, Step step) {
        if (deadline.passed()) {
            return new Outcome.Unknown("the deadline has passed");
        }
        changing.lock();
        try {
            return step.take();
        } finally {
            changing.unlock();
        }
    }

    private Outcome applied(Zone found, long seenSerial, List<Change> batch) {
        if (found.serial() != seenSerial) {
            return new Outcome.Stale(found.serial());
        }
        Optional<ZoneRules.Violation> wrong = ZoneRules.violation(found, batch);
        if (wrong.isPresent()) {
            String why = wrong.get().toException().getMessage();
            return new Outcome.Refused(Optional.of(wrong.get().record()), why);
        }
        Zone wanted = found.with(batch);
        if (wanted.equals(found)) {
            return new Outcome.Applied(found.serial());
        }
        return keep(wanted.withSoa(found.soa().next()));
    }

    private static Outcome sameAs(Zone found, Zone wanted) {
        return found.sets().equals(wanted.sets())
                ? new Outcome.Applied(found.serial())
                : Outcome.refused("the zone is there and holds other records");
    }

    private Outcome keep(Zone zone) {
        try {
            folder.write(zone);
        } catch (IOException e) {
            return new Outcome.Unknown("not written: " + e);
        }
        zones.put(zone);
        return new Outcome.Applied(zone.serial());
    }

    private Outcome gone(DnsName zone) {
        try {
            folder.delete(zone);
        } catch (IOException e) {
            return new Outcome.Unknown("not deleted: " + e);
        }
        zones.remove(zone);
        return new Outcome.Applied(0);
    }
}
