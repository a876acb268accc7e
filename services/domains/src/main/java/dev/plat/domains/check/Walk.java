package dev.plat.domains.check;

import dev.plat.router.core.Deadline;
import java.io.Serial;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/**
 * Finds the servers of the zone that a name is in, from the root downwards: whoever holds a zone
 * says to whom the next one was given. No cache is asked on the way, since a cache would remember
 * what was not there yet. What is given out above registered domains is kept for an hour, for it
 * hardly ever changes and its servers are everybody's; what the owner can change is not.
 *
 * <p>Threads: safe; waits for answers.
 */
final class Walk {

    private static final int STEPS_MAX = 12;
    private static final int SERVERS_MAX = 8;
    private static final int SERVERS_TRIED = 4;
    private static final int KEPT_MAX = 5_000;
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final DnsAsker asker;
    private final CheckSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Kept> kept =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Serial private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                            return size() > KEPT_MAX;
                        }
                    });

    /**
     * One address of one server.
     *
     * @param address null where {@code blocked} says why it is not asked
     */
    record Server(String name, @Nullable InetAddress address, Reply.Status blocked) {}

    record Zone(String name, List<Server> servers) {}

    sealed interface Found {}

    record In(Zone zone) implements Found {}

    record Nowhere(String parent) implements Found {}

    record Silent(String zone) implements Found {}

    private record Kept(Zone zone, Instant until) {}

    Walk(DnsAsker asker, CheckSettings settings, InstantSource clock, RandomGenerator random) {
        this.asker = asker;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The zone of {@code name}.
     *
     * @param registered its registered domain: only above it may a missing name mean that it is not
     *     registered
     */
    Found to(String name, String registered, Deadline deadline) {
        return from(start(registered), name, registered, deadline);
    }

    /** The same, begun at a zone that was found to be above the name a moment ago. */
    Found from(Zone start, String name, String registered, Deadline deadline) {
        Zone zone = start;
        for (int step = 0; step < STEPS_MAX; step++) {
            Optional<Answer> answer = anyUsable(zone, name, deadline);
            if (answer.isEmpty()) {
                return within(zone.name(), registered) ? new In(zone) : new Silent(zone.name());
            }
            Reply reply = answer.get().reply();
            if (reply.proper()) {
                return settle(zone, answer.get(), name, registered, deadline);
            }
            String next = referral(reply, zone.name(), name).orElseThrow();
            zone = new Zone(next, servers(reply, next, zone.name(), deadline));
            if (!within(next, registered) && !zone.servers().isEmpty()) {
                kept.put(next, new Kept(zone, clock.instant().plus(KEPT_FOR)));
            }
        }
        return new Silent(zone.name());
    }

    /** Asks one server of a zone, or says why not. */
    Reply ask(Server server, String name, int type, Deadline deadline) {
        InetAddress address = server.address();
        return address == null
                ? Reply.none(server.blocked())
                : asker.server(
                        new InetSocketAddress(address, settings.serverPort()),
                        name,
                        type,
                        deadline);
    }

    private record Answer(Server server, Reply reply) {}

    /** One server may hold the zone below too, and then answers for that one at once. */
    private Found settle(
            Zone zone, Answer answer, String name, String registered, Deadline deadline) {
        Reply reply = answer.reply();
        String held =
                Stream.concat(reply.answer().stream(), reply.authority().stream())
                        .filter(record -> record.data() instanceof Rr.Start)
                        .map(Rr::owner)
                        .filter(owner -> within(name, owner))
                        .findFirst()
                        .orElse(zone.name());
        boolean above = !within(held, registered);
        if (above && !name.equals(registered)) {
            // Ask for the domain itself: a CNAME at the name hides whose zone it is in, and a name
            // may be missing below a domain that is there.
            return from(zone, registered, registered, deadline);
        }
        if (above && reply.status() == Reply.Status.NO_NAME) {
            return new Nowhere(held);
        }
        if (held.equals(zone.name())) {
            return new In(zone);
        }
        Reply servers = ask(answer.server(), held, Type.NS, deadline);
        return new In(new Zone(held, servers(servers, held, held, deadline)));
    }

    private Optional<Answer> anyUsable(Zone zone, String name, Deadline deadline) {
        List<Server> servers = new ArrayList<>(zone.servers());
        servers.removeIf(server -> server.address() == null);
        Collections.shuffle(servers, Random.from(random));
        for (Server server : servers.subList(0, Math.min(servers.size(), SERVERS_TRIED))) {
            Reply reply = ask(server, name, Type.SOA, deadline);
            if (reply.proper() || referral(reply, zone.name(), name).isPresent()) {
                return Optional.of(new Answer(server, reply));
            }
        }
        return Optional.empty();
    }

    /** The zone that the name was given to, strictly below this one. */
    private static Optional<String> referral(Reply reply, String zone, String name) {
        if (reply.status() != Reply.Status.ANSWERED || reply.authoritative()) {
            return Optional.empty();
        }
        return reply.authority().stream()
                .filter(record -> record.data() instanceof Rr.Server)
                .map(Rr::owner)
                .filter(owner -> !owner.equals(zone) && within(owner, zone) && within(name, owner))
                .findFirst();
    }

    private List<Server> servers(Reply reply, String zone, String teller, Deadline deadline) {
        return Stream.concat(reply.authority().stream(), reply.answer().stream())
                .filter(record -> record.owner().equals(zone))
                .map(Rr::data)
                .filter(Rr.Server.class::isInstance)
                .map(data -> ((Rr.Server) data).name())
                .distinct()
                .limit(SERVERS_MAX)
                .flatMap(server -> addressed(server, reply, teller, deadline).stream())
                .toList();
    }

    private List<Server> addressed(String server, Reply reply, String teller, Deadline deadline) {
        // What a zone says of addresses outside of it is hearsay.
        List<InetAddress> addresses =
                within(server, teller)
                        ? reply.additional().stream()
                                .filter(record -> record.owner().equals(server))
                                .map(Rr::data)
                                .filter(Rr.Address.class::isInstance)
                                .map(data -> ((Rr.Address) data).address())
                                .toList()
                        : List.of();
        if (addresses.isEmpty()) {
            addresses = resolved(server, deadline);
        }
        List<Server> servers = new ArrayList<>();
        firstOf(addresses, true).ifPresent(address -> servers.add(vetted(server, address)));
        if (settings.ipv6() || servers.isEmpty()) {
            firstOf(addresses, false).ifPresent(address -> servers.add(vetted(server, address)));
        }
        return servers.isEmpty()
                ? List.of(new Server(server, null, Reply.Status.NO_ADDRESS))
                : servers;
    }

    private List<InetAddress> resolved(String server, Deadline deadline) {
        Reply v4 = asker.resolver(settings.resolver(), server, Type.A, false, deadline);
        if (!v4.addresses().isEmpty() && !settings.ipv6()) {
            return v4.addresses();
        }
        Reply v6 = asker.resolver(settings.resolver(), server, Type.AAAA, false, deadline);
        return Stream.concat(v4.addresses().stream(), v6.addresses().stream()).toList();
    }

    private static Optional<InetAddress> firstOf(List<InetAddress> addresses, boolean v4) {
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == v4)
                .findFirst();
    }

    private Server vetted(String name, InetAddress address) {
        if (!settings.privateAddresses() && !PublicAddresses.contains(address)) {
            return new Server(name, null, Reply.Status.PRIVATE_ADDRESS);
        }
        boolean reachable = settings.ipv6() || address instanceof Inet4Address;
        return reachable
                ? new Server(name, address, Reply.Status.NOT_ASKED)
                : new Server(name, null, Reply.Status.NOT_ASKED);
    }

    /** The deepest zone above the registered domain that is known. */
    private Zone start(String registered) {
        for (String zone = above(registered); !zone.isEmpty(); zone = above(zone)) {
            List<InetAddress> roots = settings.roots().get(zone);
            if (roots != null) {
                return rooted(zone, roots);
            }
            Kept known = kept.get(zone);
            if (known != null && known.until().isAfter(clock.instant())) {
                return known.zone();
            }
        }
        return rooted("", settings.roots().getOrDefault("", List.of()));
    }

    private static Zone rooted(String zone, List<InetAddress> addresses) {
        return new Zone(
                zone,
                addresses.stream()
                        .map(address ->
                                new Server(
                                        AddressText.of(address), address, Reply.Status.NOT_ASKED))
                        .toList());
    }

    private static String above(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    static boolean within(String name, String zone) {
        return zone.isEmpty() || name.equals(zone) || name.endsWith("." + zone);
    }
}
