package dev.plat.domains.check;

import dev.plat.domains.check.Observations.CaaStep;
import dev.plat.domains.check.Observations.Chain;
import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.Probe;
import dev.plat.domains.check.Observations.ProofView;
import dev.plat.domains.check.Observations.ServerView;
import dev.plat.domains.check.Observations.VisitorView;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.name.NameSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set-up of a name as somebody may have made it. It begins in order: proven, and leading to us;
 * then it is spoiled. Records are written as people write them: {@code "A 203.0.113.7"}.
 */
final class Planted {

    static final Instant AT = Instant.parse("2026-05-04T14:00:00Z");
    static final String EDGE = "edge.plat.net";
    static final String OURS = "198.51.100.1";
    static final String OURS_6 = "2001:db8::1";
    static final String VALUE = "plat-verify=abcdef";

    private static final HostNames NAMES =
            new HostNames(new NameSettings(List.of(), List.of(), false, null));

    private final HostName name;
    private final ProofRecord proof;
    private String zone;
    private Delegation delegation;
    private Set<String> holds = Set.of();
    private final Map<String, Reply> starts = new LinkedHashMap<>();
    private final Map<String, List<String>> sources = new HashMap<>();
    private final Map<String, Reply> proofs = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final List<String> misplaced = new ArrayList<>();
    private List<String> visitors;
    private long ttl = 300;
    private Reply.@Nullable Status visitorStatus;
    private Reply.Status unchecked = Reply.Status.SERVER_FAILURE;
    private Chain.@Nullable End end;
    private List<String> https = List.of();
    private final List<CaaStep> caa = new ArrayList<>();
    private final Map<InetAddress, Probe> probes = new HashMap<>();
    private boolean wildcard;
    private List<String> ownServers = List.of();
    private Platform platform =
            new Platform(
                    EDGE,
                    List.of(address(OURS), address(OURS_6)),
                    List.of("letsencrypt.org"),
                    "https://ca.test/acct/7",
                    Set.of("http-01", "tls-alpn-01"));

    Planted(String text) {
        this.name = NAMES.parse(text);
        this.zone = name.registeredDomain();
        this.proof =
                new ProofRecord(
                        "_plat-q7." + name.ascii(),
                        VALUE,
                        List.of("plat-verify=still"),
                        List.of("plat-verify=old"));
        this.delegation = new Delegation.Found(zone, List.of("ns1.net", "ns2.net"));
        server("ns1.net", 42).server("ns2.net", 42);
        List<String> good =
                name.isRegisteredDomain()
                        ? List.of("A " + OURS, "AAAA " + OURS_6)
                        : List.of("CNAME " + EDGE);
        source("*", good.toArray(String[]::new));
        this.visitors =
                name.isRegisteredDomain()
                        ? good
                        : List.of("CNAME " + EDGE, "A " + OURS, "AAAA " + OURS_6);
        proof("*", "TXT " + VALUE);
    }

    Planted zone(String apex) {
        this.zone = apex;
        this.delegation = new Delegation.Found(zone, List.of("ns1.net", "ns2.net"));
        return this;
    }

    Planted delegation(Delegation other) {
        this.delegation = other;
        return this;
    }

    Planted holds(String... codes) {
        this.holds = Set.of(codes);
        return this;
    }

    Planted server(String server, long serial) {
        starts.put(server, proper(new Rr(zone, ttl, new Rr.Start(serial, 60))));
        addresses.put(server, "192.0.2." + starts.size());
        sources.putIfAbsent(server, List.of());
        return this;
    }

    /** That server's answer to everything. */
    Planted lame(String server, Reply.Status status) {
        starts.put(server, Reply.none(status));
        proofs.put(server, Reply.none(status));
        return this;
    }

    Planted notAuthoritative(String server) {
        return lame(server, Reply.Status.ANSWERED);
    }

    Planted withoutServers() {
        starts.clear();
        return this;
    }

    /** What stands at the name; "*" is every server. */
    Planted source(String server, String... lines) {
        for (String each : server.equals("*") ? List.copyOf(starts.keySet()) : List.of(server)) {
            sources.put(each, List.of(lines));
        }
        return this;
    }

    /** What stands where the proof belongs. */
    Planted proof(String server, String... lines) {
        for (String each : server.equals("*") ? List.copyOf(starts.keySet()) : List.of(server)) {
            proofs.put(each, proper(records(proof.host(), proof.host(), lines)));
        }
        return this;
    }

    Planted misplaced(String place) {
        misplaced.add(place);
        return this;
    }

    /** What a resolver says; addresses belong to the last CNAME's target. */
    Planted visitors(String... lines) {
        this.visitors = List.of(lines);
        return this;
    }

    Planted ttl(long seconds) {
        this.ttl = seconds;
        return this;
    }

    /** Source and resolver alike. */
    Planted everywhere(String... lines) {
        source("*", lines);
        return visitors(lines);
    }

    Planted resolver(Reply.Status status, Reply.Status withoutSignatures) {
        this.visitorStatus = status;
        this.unchecked = withoutSignatures;
        return this;
    }

    Planted end(Chain.End other) {
        this.end = other;
        return this;
    }

    Planted https(String... lines) {
        this.https = List.of(lines);
        return this;
    }

    Planted caa(String at, String... lines) {
        caa.add(new CaaStep(at, proper(records(at, at, lines))));
        return this;
    }

    Planted caaFails(String at, Reply.Status status) {
        caa.add(new CaaStep(at, Reply.none(status)));
        return this;
    }

    Planted probe(String address, Probe probe) {
        probes.put(address(address), probe);
        return this;
    }

    Planted wildcard() {
        this.wildcard = true;
        return this;
    }

    Planted ownServers(String... servers) {
        this.ownServers = List.of(servers);
        return this;
    }

    Planted localCa() {
        this.platform =
                new Platform(EDGE, platform.addresses(), List.of(), null, Set.of("http-01"));
        return this;
    }

    CheckResult check() {
        return new Diagnosis(platform)
                .of(new CheckRequest(name, List.of(proof), ownServers, wildcard), seen());
    }

    private Observations seen() {
        List<ServerView> views = new ArrayList<>();
        Map<String, Reply> proofReplies = new LinkedHashMap<>();
        starts.forEach((server, start) -> {
            String[] lines = sources.getOrDefault(server, List.of()).toArray(String[]::new);
            Reply all = proper(records(name.ascii(), "", lines));
            Reply none = Reply.none(start.status());
            ServerView view =
                    new ServerView(
                            server,
                            addresses.getOrDefault(server, ""),
                            start,
                            start.proper() ? only(all, "A") : none,
                            start.proper() ? only(all, "AAAA") : none,
                            start.proper() ? only(all, "MX") : none);
            views.add(view);
            proofReplies.put(
                    view.key(), proofs.getOrDefault(server, Reply.none(Reply.Status.SILENT)));
        });
        return new Observations(
                AT,
                delegation,
                holds,
                views,
                List.of(new ProofView(proof, zone, proofReplies, misplaced)),
                visitorView(),
                caa,
                probes);
    }

    private VisitorView visitorView() {
        List<String> hops =
                visitors.stream()
                        .filter(line -> line.startsWith("CNAME "))
                        .map(line -> line.substring(6))
                        .toList();
        String last = hops.isEmpty() ? name.ascii() : hops.getLast();
        Reply all = proper(records(name.ascii(), last, visitors.toArray(String[]::new)));
        if (all.answer().isEmpty()) {
            Rr start = new Rr(zone, ttl, new Rr.Start(42, 60));
            all = new Reply(all.status(), false, List.of(), List.of(start), List.of());
        }
        boolean dead = !hops.isEmpty() && all.addresses().isEmpty();
        Chain.End reached = dead ? Chain.End.DEAD : Chain.End.REACHED;
        Reply.Status failure = visitorStatus;
        return new VisitorView(
                failure != null ? Reply.none(failure) : only(all, "A"),
                failure != null ? Reply.none(failure) : only(all, "AAAA"),
                proper(records(name.ascii(), name.ascii(), https.toArray(String[]::new))),
                unchecked,
                failure != null ? List.of("12345 13 2 ABCD") : List.of(),
                new Chain(hops, end == null ? reached : end));
    }

    /** A CNAME answers every question, and other records the one for their type. */
    private static Reply only(Reply all, String type) {
        List<Rr> answer =
                all.answer().stream()
                        .filter(record ->
                                record.data() instanceof Rr.Alias
                                        || record.data().toString().startsWith(type + " "))
                        .toList();
        return new Reply(all.status(), true, answer, all.authority(), List.of());
    }

    private Reply proper(Rr... records) {
        return new Reply(Reply.Status.ANSWERED, true, List.of(records), List.of(), List.of());
    }

    /** CNAMEs chain; addresses stand at {@code last} when it is given. */
    private Rr[] records(String at, String last, String... lines) {
        List<Rr> records = new ArrayList<>();
        String owner = at;
        for (String line : lines) {
            Rr.Data data = data(line);
            boolean address = data instanceof Rr.Address && !last.isEmpty();
            records.add(new Rr(address ? last : owner, ttl, data));
            if (data instanceof Rr.Alias alias && !last.isEmpty()) {
                owner = alias.target();
            }
        }
        return records.toArray(Rr[]::new);
    }

    private static Rr.Data data(String line) {
        String[] parts = line.split(" ", 2);
        return switch (parts[0]) {
            case "A", "AAAA" -> new Rr.Address(address(parts[1]));
            case "CNAME" -> new Rr.Alias(parts[1]);
            case "TXT" -> new Rr.Text(parts[1]);
            case "HTTPS" -> service(parts[1].split(" "));
            case "CAA" -> {
                String[] fields = parts[1].split(" ", 3);
                yield new Rr.Caa(Integer.parseInt(fields[0]), fields[1], fields[2]);
            }
            default -> new Rr.Other(line);
        };
    }

    private static Rr.Service service(String[] fields) {
        List<InetAddress> hints = new ArrayList<>();
        for (int i = 2; i < fields.length; i++) {
            hints.add(address(fields[i]));
        }
        return new Rr.Service(
                Integer.parseInt(fields[0]), fields[1].equals(".") ? "" : fields[1], hints);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
