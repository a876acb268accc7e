package dev.plat.domains.check;

import dev.plat.domains.check.Observations.Chain;
import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.Probe;
import dev.plat.domains.check.Observations.ServerView;
import dev.plat.domains.check.Observations.VisitorView;
import dev.plat.domains.name.HostName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether visitors reach us. An address counts as ours when it is the edge's, or when what answers
 * there knows what only we know: then a CDN stands in front.
 */
final class AddressJudge {

    private final Platform platform;
    private final String name;
    private final boolean apex;
    private final Observations seen;
    private final VisitorView visitors;
    private final List<Finding> findings = new ArrayList<>();
    private final Seen routed;

    AddressJudge(Platform platform, HostName name, Observations seen) {
        this.platform = platform;
        this.name = name.ascii();
        this.apex =
                name.isRegisteredDomain()
                        || (seen.delegation() instanceof Delegation.Found found
                                && found.zone().equals(this.name));
        this.seen = seen;
        this.visitors = seen.visitors();
        this.routed = judge();
    }

    Seen routed() {
        return routed;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What to set at a name: at a zone's own name there can be no CNAME. */
    static List<DnsLine> wanted(Platform platform, String name, boolean apex) {
        if (!apex || platform.addresses().isEmpty()) {
            return List.of(new DnsLine(name, apex ? "ALIAS" : "CNAME", platform.edgeName()));
        }
        return platform.addresses().stream()
                .map(address ->
                        new DnsLine(
                                name,
                                address instanceof Inet6Address ? "AAAA" : "A",
                                AddressText.of(address)))
                .toList();
    }

    private Seen judge() {
        boolean signatures =
                visitors.v4().status() == Reply.Status.SERVER_FAILURE
                        && (visitors.unchecked() == Reply.Status.ANSWERED
                                || visitors.unchecked() == Reply.Status.NO_NAME);
        if (signatures) {
            findings.add(
                    new Finding(
                            FindingCode.DNSSEC_BROKEN,
                            "The signatures of "
                                    + name
                                    + " do not match: remove this DS record at your registrar, or"
                                    + " sign the zone again.",
                            List.of(),
                            visitors.ds()));
            return Seen.NO;
        }
        Chain chain = visitors.chain();
        if (chain.end() == Chain.End.LOOP || chain.end() == Chain.End.TOO_LONG) {
            return broken(chain);
        }
        if (!visitors.v4().usable()) {
            return Seen.UNKNOWN;
        }
        List<InetAddress> v4 = visitors.v4().addresses();
        List<InetAddress> v6 = visitors.v6().addresses();
        if (v4.isEmpty() && v6.isEmpty()) {
            return unaddressed(chain);
        }
        services(v4, v6);
        closed(v4);
        if (v4.stream().anyMatch(this::foreign)) {
            return foreign(v4, v6);
        }
        if (v6.stream().anyMatch(address -> foreignBeside(address, v4))) {
            return foreignSix(v6);
        }
        if (v4.isEmpty()) {
            findings.add(
                    new Finding(
                            FindingCode.ADDRESS_MISSING,
                            name + " has no IPv4 address: many visitors have no IPv6.",
                            wanted(platform, name, apex),
                            lines(v6)));
        }
        return Seen.YES;
    }

    private Seen broken(Chain chain) {
        if (waits()) {
            return Seen.NO;
        }
        String path = String.join(" → ", chain.hops());
        String sentence =
                switch (chain.end()) {
                    case LOOP -> name + " leads round in a circle of CNAMEs: " + path + ".";
                    case TOO_LONG -> name + " leads through too many CNAMEs: " + path + ".";
                    case DEAD, REACHED ->
                            name
                                    + " points at "
                                    + chain.hops().getLast()
                                    + ", which does not exist.";
                };
        findings.add(
                new Finding(
                        FindingCode.CNAME_BROKEN,
                        sentence,
                        wanted(platform, name, apex),
                        chain.hops().stream().map(hop -> "CNAME " + hop).toList()));
        return Seen.NO;
    }

    private Seen unaddressed(Chain chain) {
        if (chain.end() == Chain.End.DEAD) {
            return broken(chain);
        }
        if (!waits()) {
            findings.add(
                    new Finding(
                            FindingCode.ADDRESS_MISSING,
                            name + " has no address yet.",
                            wanted(platform, name, apex),
                            List.of()));
        }
        return Seen.NO;
    }

    private Seen foreign(List<InetAddress> v4, List<InetAddress> v6) {
        if (waits()) {
            return Seen.NO;
        }
        List<InetAddress> all = Stream.concat(v4.stream(), v6.stream()).toList();
        List<InetAddress> foreign = all.stream().filter(this::foreign).toList();
        String first = new Rr.Address(foreign.getFirst()).toString();
        List<String> hops = visitors.chain().hops();
        String sentence;
        if (foreign.size() < all.size()) {
            sentence = "Remove " + first + ": it is not ours, and part of the visitors land there.";
        } else if (!hops.isEmpty()) {
            sentence = name + " points at " + hops.getFirst() + ", which is not ours.";
        } else {
            sentence = name + " leads elsewhere: remove " + first + ".";
        }
        List<String> found = new ArrayList<>(hops.stream().map(hop -> "CNAME " + hop).toList());
        found.addAll(lines(foreign));
        findings.add(
                new Finding(
                        FindingCode.ADDRESS_FOREIGN,
                        sentence,
                        wanted(platform, name, apex),
                        found));
        foreign.stream()
                .map(seen.probes()::get)
                .filter(Probe.Foreign.class::isInstance)
                .map(Probe.Foreign.class::cast)
                .findFirst()
                .ifPresent(this::answered);
        return Seen.NO;
    }

    private void answered(Probe.Foreign answer) {
        String server = answer.server().isEmpty() ? "" : " (" + answer.server() + ")";
        findings.add(
                new Finding(
                        FindingCode.ANSWER_FOREIGN,
                        "Something else answers at http://"
                                + name
                                + server
                                + ". If it is a CDN, let it pass requests on to us unchanged.",
                        List.of(),
                        List.of("HTTP " + answer.status() + server)));
    }

    private Seen foreignSix(List<InetAddress> v6) {
        if (waits()) {
            return Seen.NO;
        }
        List<InetAddress> foreign = v6.stream().filter(this::foreign).toList();
        findings.add(
                new Finding(
                        FindingCode.IPV6_FOREIGN,
                        "Remove AAAA "
                                + AddressText.of(foreign.getFirst())
                                + ": CAs and most visitors prefer IPv6 and land elsewhere.",
                        wanted(platform, name, apex).stream()
                                .filter(line -> line.type().equals("AAAA"))
                                .toList(),
                        lines(foreign)));
        return Seen.NO;
    }

    private void services(List<InetAddress> v4, List<InetAddress> v6) {
        List<String> foreign =
                visitors.https()
                        .data(Rr.Service.class)
                        .filter(service -> foreign(service, v4, v6))
                        .map(Rr.Service::toString)
                        .toList();
        if (!foreign.isEmpty()) {
            findings.add(
                    new Finding(
                            FindingCode.HTTPS_RECORD_FOREIGN,
                            "Browsers follow the HTTPS record of "
                                    + name
                                    + " past its addresses: remove it.",
                            List.of(),
                            foreign));
        }
    }

    private boolean foreign(Rr.Service service, List<InetAddress> v4, List<InetAddress> v6) {
        String target = service.target();
        boolean known =
                target.isEmpty()
                        || target.equals(name)
                        || target.equals(platform.edgeName())
                        || visitors.chain().hops().contains(target);
        // A CDN names its own addresses; whether those are foreign is told of the addresses.
        return !known
                || service.hints().stream()
                        .anyMatch(
                                hint -> foreign(hint) && !v4.contains(hint) && !v6.contains(hint));
    }

    private void closed(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            if (seen.probes().get(address) instanceof Probe.Closed closed) {
                findings.add(
                        new Finding(
                                FindingCode.PORT_80_CLOSED,
                                "Nobody answers on port 80 of "
                                        + AddressText.of(address)
                                        + ", where CAs ask: open it, or set the CNAME for"
                                        + " certificates without it.",
                                List.of(),
                                List.of(closed.why())));
                return;
            }
        }
    }

    private boolean foreign(InetAddress address) {
        return !platform.holds(address) && !(seen.probes().get(address) instanceof Probe.Ours);
    }

    /**
     * A CDN proven by its IPv4 addresses is believed for IPv6 where we could not ask; beside an
     * address of the edge itself, a strange IPv6 address is a forgotten one.
     */
    private boolean foreignBeside(InetAddress address, List<InetAddress> v4) {
        Probe probe = seen.probes().getOrDefault(address, new Probe.NotAsked());
        boolean direct = v4.isEmpty() || v4.stream().anyMatch(platform::holds);
        return foreign(address) && (direct || !(probe instanceof Probe.NotAsked));
    }

    /** Right at every source, so only old answers in caches stand between; says so. */
    private boolean waits() {
        List<ServerView> proper = seen.servers().stream().filter(ServerView::proper).toList();
        if (proper.isEmpty() || !proper.stream().allMatch(this::right)) {
            return false;
        }
        long seconds =
                Math.max(visitors.v4().cachedSeconds(name), visitors.v6().cachedSeconds(name));
        Instant until = seen.at().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        findings.add(
                new Finding(
                        FindingCode.TTL_WAIT,
                        "Done: all name servers give the new answer. Old ones live in caches until "
                                + until
                                + ".",
                        List.of(),
                        visitors.v4().at(name).map(record -> record.data().toString()).toList()));
        return true;
    }

    private boolean right(ServerView server) {
        boolean alias =
                server.v4()
                        .dataAt(name, Rr.Alias.class)
                        .anyMatch(a -> a.target().equals(platform.edgeName()));
        List<InetAddress> addresses =
                Stream.of(server.v4(), server.v6())
                        .flatMap(reply -> reply.dataAt(name, Rr.Address.class))
                        .map(Rr.Address::address)
                        .toList();
        return alias || (!addresses.isEmpty() && addresses.stream().allMatch(platform::holds));
    }

    private static List<String> lines(List<InetAddress> addresses) {
        return addresses.stream().map(address -> new Rr.Address(address).toString()).toList();
    }
}
