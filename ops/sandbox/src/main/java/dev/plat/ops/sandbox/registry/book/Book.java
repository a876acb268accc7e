package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Grammar;
import dev.plat.ops.sandbox.registry.xml.Space;
import dev.plat.ops.sandbox.registry.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The whole registry behind its line: one command at a time is carried out, written down, and only
 * then answered. What a command does follows from the book before it, its frame, its time and the
 * scripts played with it, all of which stand in the journal; so playing that again gives the same
 * book.
 *
 * <p>Threads: safe; all commands go through one lock, and wait for the disk inside it.
 */
public final class Book {

    /** Who registers names to vex others. */
    public static final String STRANGER = "stranger";

    private final TurnedClock clock;
    private final Journal journal;
    private final State state = new State();
    private final Life life = new Life(state);
    private final Desk desk = new Desk(state, life);
    private final List<Entry> entries = new ArrayList<>();
    private long answers;

    public Book(Clock real, Journal journal, Grammar grammar) throws BadFrame {
        this.clock = new TurnedClock(real);
        this.journal = journal;
        for (Entry entry : journal.found()) {
            replay(entry, grammar);
        }
    }

    private void replay(Entry entry, Grammar grammar) throws BadFrame {
        clock.notBefore(entry.at());
        life.settle(entry.at());
        entries.add(entry);
        switch (entry.kind()) {
            case "clock" -> clock.ahead(entry.ahead());
            case "premium" -> state.premium.add(entry.subject());
            default -> {
                Set<Script> scripts =
                        entry.scripts().stream()
                                .flatMap(text -> Script.of(text).stream())
                                .collect(Collectors.toSet());
                Element frame = grammar.read(entry.frame().getBytes(StandardCharsets.UTF_8));
                desk.answer(Request.of(entry.by(), frame, entry.server(), entry.at(), scripts));
            }
        }
    }

    /**
     * Carries out one command of a registrar who is logged in.
     *
     * @param epp the whole frame, already held against the grammar
     * @return the answer as a frame
     */
    public synchronized Element answer(String registrar, Element epp, Set<Script> scripts) {
        Instant now = clock.now();
        life.settle(now);
        if (scripts.contains(Script.TAKEN_MEANWHILE)) {
            take(Request.of(registrar, epp, "", now, scripts).subject(), now);
        }
        return carryOut(registrar, epp, scripts, now);
    }

    private Element carryOut(String registrar, Element epp, Set<Script> scripts, Instant now) {
        answers++;
        String server = "SBX-" + entries.size() + "-" + answers;
        Request request = Request.of(registrar, epp, server, now, scripts);
        Answer answer = desk.answer(request);
        if (answer.changed()) {
            write(
                    new Entry(
                            "command",
                            now,
                            registrar,
                            op(epp),
                            request.subject(),
                            answer.code(),
                            request.client() == null ? "" : request.client(),
                            server,
                            scripts.stream().map(Script::text).sorted().toList(),
                            new String(Xml.write(epp), StandardCharsets.UTF_8),
                            Duration.ZERO));
        }
        return answer.frame(request.client(), server);
    }

    private void take(String name, Instant now) {
        Element create =
                Element.of(
                        Space.DOMAIN,
                        "create",
                        DomainView.text("name", name),
                        Element.of(
                                Space.DOMAIN,
                                "authInfo",
                                DomainView.text("pw", "only-the-stranger-knows-" + answers)));
        carryOut(
                STRANGER,
                Element.of(
                        Space.EPP,
                        "epp",
                        Element.of(Space.EPP, "command", Element.of(Space.EPP, "create", create))),
                Set.of(),
                now);
    }

    private void write(Entry entry) {
        journal.write(entry);
        entries.add(entry);
    }

    /** {@code domain:create}, {@code poll:req}, {@code domain:transfer-request} … */
    public static String op(Element epp) {
        Element verb = epp.the("command").children().getFirst();
        String op = verb.attribute("op", "");
        if (verb.children().isEmpty()) {
            return op.isEmpty() ? verb.name() : verb.name() + ":" + op;
        }
        String kind =
                switch (verb.children().getFirst().space()) {
                    case Space.DOMAIN -> "domain:";
                    case Space.CONTACT -> "contact:";
                    case Space.HOST -> "host:";
                    default -> "";
                };
        return kind + verb.name() + (op.isEmpty() ? "" : "-" + op);
    }

    /** The name or id that a command is about, or empty. */
    public static String subject(Element epp) {
        Element verb = epp.the("command").children().getFirst();
        return verb.children().isEmpty() ? "" : Request.subjectOf(verb.children().getFirst());
    }

    public Instant now() {
        return clock.now();
    }

    public Duration ahead() {
        return clock.ahead();
    }

    /** Turns the clock on; everything that falls due happens. */
    public synchronized Instant turn(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock is only turned on, never back");
        }
        Instant before = clock.now();
        Duration ahead = clock.ahead().plus(by);
        write(Entry.clock(before, ahead));
        clock.ahead(ahead);
        life.settle(clock.now());
        return clock.now();
    }

    public synchronized void makePremium(String name) {
        write(Entry.premium(clock.now(), name));
        state.premium.add(name);
    }

    /** What was carried out so far, in order. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public synchronized Optional<Card> card(String name) {
        Instant now = clock.now();
        life.settle(now);
        Domain domain = state.domains.get(name);
        return domain == null ? Optional.empty() : Optional.of(card(domain, now));
    }

    private static Card card(Domain domain, Instant now) {
        return new Card(
                domain.name,
                domain.roid,
                domain.sponsor,
                Set.copyOf(domain.toldStatuses()),
                Set.copyOf(domain.graceStatuses(now)),
                domain.created,
                Optional.ofNullable(domain.updated),
                domain.expires,
                Set.copyOf(domain.servers),
                ds(domain));
    }

    /** What the DNS has of this registry: each of its zones, whole. */
    public synchronized List<Card.Zone> zones() {
        life.settle(clock.now());
        return State.ZONES.stream().map(this::zone).toList();
    }

    private Card.Zone zone(String name) {
        List<Card.Delegation> delegations =
                state.domains.values().stream()
                        .filter(domain -> domain.name.endsWith("." + name))
                        .filter(Domain::delegated)
                        .map(Book::delegation)
                        .toList();
        Map<String, List<String>> glue = new TreeMap<>();
        state.hosts.values().stream()
                .filter(host -> host.name().endsWith("." + name) && !host.addresses().isEmpty())
                .forEach(host -> glue.put(host.name(), addresses(host)));
        return new Card.Zone(name, serial(), delegations, glue);
    }

    public static List<String> zoneNames() {
        return State.ZONES;
    }

    /** Where the registry's own name server is, below each zone. */
    public static String ownName(String zone) {
        return "ns." + State.OWN + "." + zone;
    }

    /** Rises with each change of the book. */
    public synchronized long serial() {
        return entries.size();
    }

    /** To whom a registered name is given in the DNS; empty when to nobody. */
    public synchronized Optional<Card.Delegation> delegation(String name) {
        life.settle(clock.now());
        Domain domain = state.domains.get(name);
        return domain == null || !domain.delegated()
                ? Optional.empty()
                : Optional.of(delegation(domain));
    }

    /** The addresses that the registry has of a name server; none of those elsewhere. */
    public synchronized List<String> addresses(String server) {
        State.Host host = state.hosts.get(server);
        return host == null ? List.of() : addresses(host);
    }

    private static Card.Delegation delegation(Domain domain) {
        return new Card.Delegation(domain.name, Set.copyOf(domain.servers), ds(domain));
    }

    private static List<String> addresses(State.Host host) {
        return host.addresses().stream().map(Element::text).toList();
    }

    private static List<String> ds(Domain domain) {
        return domain.ds.stream()
                .map(ds ->
                        ds.tag() + " " + ds.algorithm() + " " + ds.digestType() + " " + ds.digest())
                .toList();
    }
}
