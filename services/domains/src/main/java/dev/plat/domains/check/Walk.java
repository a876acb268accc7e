package dev.plat.domains.check;

import dev.plat.chassis.calls.PublicAddresses;
import dev.plat.router.core.Deadline;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * hardly ever changes and its servers are everybody's; what the owner can change is not. Servers
 * without an address are asked of the resolver; without one, walked to in their turn.
 *
 * <p>Threads: safe; waits for answers.
 */
final class Walk {

    private static final int STEPS_MAX = 12;

    /** Servers named in zones whose servers are named in zones …: nobody needs many. */
    private static final int DEPTH_MAX = 4;

    private static final int SERVERS_MAX = 8;
    private static final int SERVERS_TRIED = 4;

    private final DnsAsker asker;
    private final CheckSettings settings;
    private final RandomGenerator random;
    private final AtTheSource source;
    private final KeptZones kept;

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

    /**
     * What is looked for.
     *
     * @param keep whether what is given out above the registered domain is worth keeping
     * @param depth of looking for servers whose names were given without an address
     */
    private record Quest(
            String name, String registered, boolean keep, int depth, Deadline deadline) {}

    Walk(DnsAsker asker, CheckSettings settings, InstantSource clock, RandomGenerator random) {
        this.asker = asker;
        this.settings = settings;
        this.random = random;
        this.kept = new KeptZones(clock);
        this.source = new AtTheSource(this, random);
    }

    /**
     * The zone of {@code name}.
     *
     * @param registered its registered domain: only above it may a missing name mean that it is not
     *     registered
     */
    Found to(String name, String registered, Deadline deadline) {
        return from(start(above(registered), registered), name, registered, deadline);
    }

    /** The same, begun at a zone that was found to be above the name a moment ago. */
    Found from(Zone start, String name, String registered, Deadline deadline) {
        return from(start, new Quest(name, registered, true, 0, deadline));
    }

    /**
     * The zone of a name of which nobody knows where its owner's part begins, such as a CNAME's
     * target or a name server.
     *
     * @param depth 0, or one more than that of the walk which needs this
     */
    Found holding(String name, int depth, Deadline deadline) {
        return depth > DEPTH_MAX
                ? new Silent(name)
                : from(start(name, name), new Quest(name, name, false, depth, deadline));
    }

    private Found from(Zone start, Quest quest) {
        Zone zone = start;
        for (int step = 0; step < STEPS_MAX; step++) {
            Optional<Answer> answer = anyUsable(zone, quest.name, quest.deadline);
            if (answer.isEmpty()) {
                return within(zone.name(), quest.registered)
                        ? new In(zone)
                        : new Silent(zone.name());
            }
            Reply reply = answer.get().reply();
            if (reply.proper()) {
                return settle(zone, answer.get(), quest);
            }
            String next = referral(reply, zone.name(), quest.name).orElseThrow();
            zone = new Zone(next, servers(reply, next, zone.name(), quest));
            if (quest.keep && !within(next, quest.registered) && !zone.servers().isEmpty()) {
                kept.put(zone);
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
    private Found settle(Zone zone, Answer answer, Quest quest) {
        String name = quest.name;
        String registered = quest.registered;
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
            return from(
                    zone,
                    new Quest(registered, registered, quest.keep, quest.depth, quest.deadline));
        }
        // With a CNAME here it is the CNAME's target that is missing.
        if (above && reply.status() == Reply.Status.NO_NAME && reply.at(name).findAny().isEmpty()) {
            return new Nowhere(held);
        }
        if (held.equals(zone.name())) {
            return new In(zone);
        }
        Reply servers = ask(answer.server(), held, Type.NS, quest.deadline);
        return new In(new Zone(held, servers(servers, held, held, quest)));
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

    private List<Server> servers(Reply reply, String zone, String teller, Quest quest) {
        return Stream.concat(reply.authority().stream(), reply.answer().stream())
                .filter(record -> record.owner().equals(zone))
                .map(Rr::data)
                .filter(Rr.Server.class::isInstance)
                .map(data -> ((Rr.Server) data).name())
                .distinct()
                .limit(SERVERS_MAX)
                .flatMap(server -> addressed(server, reply, teller, quest).stream())
                .toList();
    }

    private List<Server> addressed(String server, Reply reply, String teller, Quest quest) {
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
            addresses = resolved(server, quest);
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

    private List<InetAddress> resolved(String server, Quest quest) {
        Reply v4 = resolved(server, Type.A, quest);
        if (!v4.addresses().isEmpty() && !settings.ipv6()) {
            return v4.addresses();
        }
        Reply v6 = resolved(server, Type.AAAA, quest);
        return Stream.concat(v4.addresses().stream(), v6.addresses().stream()).toList();
    }

    private Reply resolved(String server, int type, Quest quest) {
        InetSocketAddress resolver = settings.resolver();
        return resolver == null
                ? source.ask(server, type, quest.depth + 1, quest.deadline)
                : asker.resolver(resolver, server, type, false, quest.deadline);
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

    /** The deepest zone at or above {@code from} that is known, kept ones above the name only. */
    private Zone start(String from, String name) {
        for (String zone = from; !zone.isEmpty(); zone = above(zone)) {
            List<InetAddress> roots = settings.roots().get(zone);
            if (roots != null) {
                return rooted(zone, roots);
            }
            Optional<Zone> known = zone.equals(name) ? Optional.empty() : kept.find(zone);
            if (known.isPresent()) {
                return known.get();
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
