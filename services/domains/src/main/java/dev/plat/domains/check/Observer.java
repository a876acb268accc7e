package dev.plat.domains.check;

import dev.plat.chassis.calls.PublicAddresses;
import dev.plat.domains.check.Observations.CaaStep;
import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.Probe;
import dev.plat.domains.check.Observations.ProofView;
import dev.plat.domains.check.Observations.ServerView;
import dev.plat.domains.check.Observations.VisitorView;
import dev.plat.domains.name.HostName;
import dev.plat.router.core.Deadline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/**
 * Asks everybody about one name, side by side, and writes down what they said.
 *
 * <p>Threads: safe; waits for answers until the deadline at most.
 */
final class Observer {

    /** Round robins have a handful; each costs a connection. */
    private static final int PROBES_MAX = 4;

    private static final Walk.Zone NOBODY = new Walk.Zone("", List.of());

    private final CheckSettings settings;
    private final Walk walk;
    private final Visitors visitors;
    private final HttpProbe probe;
    private final HoldSource holds;
    private final InstantSource clock;
    private final ExecutorService threads;

    Observer(
            CheckSettings settings,
            Walk walk,
            Visitors visitors,
            HttpProbe probe,
            HoldSource holds,
            InstantSource clock,
            ExecutorService threads) {
        this.settings = settings;
        this.walk = walk;
        this.visitors = visitors;
        this.probe = probe;
        this.holds = holds;
        this.clock = clock;
        this.threads = threads;
    }

    Observations observe(CheckRequest request, Deadline deadline) {
        HostName host = request.name();
        String name = host.ascii();
        String registered = host.registeredDomain();
        Future<VisitorView> seen = threads.submit(() -> visitors.see(name, registered, deadline));
        Future<List<CaaStep>> caa =
                threads.submit(() ->
                        settings.platform().caaIdentities().isEmpty()
                                ? List.of()
                                : visitors.climb(name, deadline));
        Walk.Found found = walk.to(name, registered, deadline);
        List<ServerView> servers = new ArrayList<>();
        List<ProofView> proofs = new ArrayList<>();
        Delegation delegation =
                switch (found) {
                    case Walk.Nowhere nowhere -> new Delegation.Missing(nowhere.parent());
                    case Walk.Silent silent -> new Delegation.Unreachable(silent.zone());
                    case Walk.In in -> {
                        Walk.Zone zone = in.zone();
                        servers.addAll(views(zone, name, deadline));
                        for (ProofRecord record : request.proofs()) {
                            proofs.add(proof(record, host, zone, servers, deadline));
                        }
                        yield new Delegation.Found(
                                zone.name(),
                                zone.servers().stream().map(Walk.Server::name).distinct().toList());
                    }
                };
        Set<String> held =
                found instanceof Walk.Nowhere ? holds.holds(registered, deadline) : Set.of();
        VisitorView view = Waiting.result(seen);
        return new Observations(
                clock.instant(),
                delegation,
                held,
                servers,
                proofs,
                view,
                Waiting.result(caa),
                probes(name, view, deadline));
    }

    /** Who holds the zone of a registered domain; none where nobody does, or may be asked. */
    List<InetSocketAddress> servers(String registered, Deadline deadline) {
        return walk.to(registered, registered, deadline) instanceof Walk.In in
                ? in.zone().servers().stream()
                        .map(Walk.Server::address)
                        .filter(Objects::nonNull)
                        .map(address -> new InetSocketAddress(address, settings.serverPort()))
                        .toList()
                : List.of();
    }

    /** Where visitors of a name come to, IPv6 first, as CAs do. */
    List<InetAddress> visited(String name, String registered, Deadline deadline) {
        VisitorView view = visitors.see(name, registered, deadline);
        return Stream.concat(view.v6().addresses().stream(), view.v4().addresses().stream())
                .filter(address -> settings.privateAddresses() || PublicAddresses.contains(address))
                .toList();
    }

    /** Whether every server of the zone gives this text at the place; false when one is silent. */
    boolean shows(String host, String registered, String value, Deadline deadline) {
        Walk.Zone place = asked(walk.to(host, registered, deadline), NOBODY);
        return !place.servers().isEmpty()
                && place.servers().stream()
                        .map(server -> walk.ask(server, host, Type.TXT, deadline))
                        .allMatch(reply ->
                                reply.proper()
                                        && reply.dataAt(host, Rr.Text.class)
                                                .anyMatch(text -> text.text().equals(value)));
    }

    private List<ServerView> views(Walk.Zone zone, String name, Deadline deadline) {
        List<Future<ServerView>> views =
                zone.servers().stream()
                        .map(server ->
                                threads.submit(() -> view(server, zone.name(), name, deadline)))
                        .toList();
        return views.stream().map(Waiting::result).toList();
    }

    private ServerView view(Walk.Server server, String zone, String name, Deadline deadline) {
        InetAddress address = server.address();
        String shown = address == null ? "" : AddressText.of(address);
        Reply start = walk.ask(server, zone, Type.SOA, deadline);
        if (!start.proper()) {
            Reply none = Reply.none(start.status());
            return new ServerView(server.name(), shown, start, none, none, none);
        }
        return new ServerView(
                server.name(),
                shown,
                start,
                walk.ask(server, name, Type.A, deadline),
                walk.ask(server, name, Type.AAAA, deadline),
                walk.ask(server, name, Type.MX, deadline));
    }

    private ProofView proof(
            ProofRecord record,
            HostName name,
            Walk.Zone zone,
            List<ServerView> servers,
            Deadline deadline) {
        Walk.Zone place = zone;
        if (Walk.within(record.host(), zone.name())) {
            // The place may have been given away once more.
            place = asked(walk.from(zone, record.host(), name.registeredDomain(), deadline), zone);
        } else {
            place = asked(walk.to(record.host(), name.registeredDomain(), deadline), NOBODY);
        }
        Map<String, Future<Reply>> asked = new LinkedHashMap<>();
        for (Walk.Server server : place.servers()) {
            InetAddress address = server.address();
            String key = server.name() + "/" + (address == null ? "" : AddressText.of(address));
            boolean lame =
                    servers.stream().anyMatch(view -> view.key().equals(key) && !view.proper());
            if (!lame) {
                asked.put(
                        key,
                        threads.submit(() -> walk.ask(server, record.host(), Type.TXT, deadline)));
            }
        }
        Map<String, Reply> replies = new LinkedHashMap<>();
        asked.forEach((key, reply) -> replies.put(key, Waiting.result(reply)));
        boolean shown = replies.values().stream().anyMatch(r -> ProofJudge.shows(r, record));
        return new ProofView(
                record,
                place.name(),
                replies,
                shown ? List.of() : misplaced(record, name, place, deadline));
    }

    private static Walk.Zone asked(Walk.Found found, Walk.Zone otherwise) {
        return switch (found) {
            case Walk.In in -> in.zone();
            case Walk.Nowhere _, Walk.Silent _ -> otherwise;
        };
    }

    /** Where the record lands when a provider appends the domain to a full name. */
    private List<String> misplaced(
            ProofRecord record, HostName name, Walk.Zone zone, Deadline deadline) {
        return Stream.of(zone.name(), name.ascii())
                .distinct()
                .map(appended -> record.host() + "." + appended)
                .filter(place -> place.length() <= HostName.LENGTH_MAX)
                .filter(place -> Walk.within(place, zone.name()))
                .filter(place ->
                        zone.servers().stream()
                                .map(server -> walk.ask(server, place, Type.TXT, deadline))
                                .filter(Reply::proper)
                                .limit(1)
                                .flatMap(reply -> reply.dataAt(place, Rr.Text.class))
                                .anyMatch(text -> text.text().equals(record.value())))
                .toList();
    }

    /** Strange addresses first: of our own only the open port is of interest. */
    private Map<InetAddress, Probe> probes(String name, VisitorView view, Deadline deadline) {
        List<InetAddress> all =
                Stream.concat(
                                view.v4().addresses().stream().limit(PROBES_MAX),
                                view.v6().addresses().stream().limit(PROBES_MAX))
                        .toList();
        Map<InetAddress, Future<Probe>> asked = new LinkedHashMap<>();
        for (InetAddress address : all) {
            asked.put(address, threads.submit(() -> probe.ask(name, address, deadline)));
        }
        Map<InetAddress, Probe> probes = new HashMap<>();
        asked.forEach((address, answer) -> probes.put(address, Waiting.result(answer)));
        return probes;
    }
}
