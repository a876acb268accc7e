package dev.plat.domains.registration;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Contact;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Nothing;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Restore;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import dev.plat.router.core.ControlPoints;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A registry in memory that may lose, delay, deny and reorder; only what orders need of it. While
 * {@link #calm} it does as it is told.
 */
final class ModelRegistry implements Registrar {

    static final String OURS = "plat";
    private static final String STRANGER = "stranger";
    private static final Duration PENDING = Duration.ofDays(5);
    private static final Duration YEAR = Duration.ofDays(365);

    /** Who has a name. */
    record Held(String registrar, Secret code, boolean pending) {}

    private record Late(Instant at, Purchase purchase) {}

    private record Decision(Instant at, String name, boolean granted, String step) {}

    final Map<String, Held> names = new HashMap<>();
    final Map<String, Integer> creates = new HashMap<>();
    final Map<String, Instant> expiries = new HashMap<>();
    final Map<String, Set<String>> statuses = new HashMap<>();
    int renewals;
    final Map<String, Set<String>> servers = new HashMap<>();
    final Map<String, List<Ds>> signed = new HashMap<>();
    final ModelTransfers transfers;
    private final List<Late> late = new ArrayList<>();
    private final List<Decision> undecided = new ArrayList<>();
    private final List<Message> queue = new ArrayList<>();
    private final RandomGenerator random;
    private final ControlPoints points;
    private Instant now;
    private int messages;
    boolean calm;

    ModelRegistry(RandomGenerator random, Instant now, ControlPoints points) {
        this.random = random;
        this.now = now;
        this.points = points;
        this.transfers = new ModelTransfers(names, random);
    }

    void at(Instant time) {
        now = time;
        // As registries do: at the last day the name goes on by itself, and is to be paid for
        // later.
        expiries.replaceAll((_, last) -> last.isAfter(now) ? last : last.plus(YEAR));
        for (Iterator<Late> all = late.iterator(); all.hasNext(); ) {
            Late one = all.next();
            if (!one.at().isAfter(now)) {
                all.remove();
                register(one.purchase(), false);
            }
        }
        for (Transfer ended : transfers.at(now)) {
            messages++;
            Message message =
                    new Message("m" + messages, now, "moved", 1, new Message.News.Moved(ended));
            if (calm || random.nextInt(3) > 0) {
                queue.add(random.nextInt(queue.size() + 1), message);
            }
        }
        for (Iterator<Decision> all = undecided.iterator(); all.hasNext(); ) {
            Decision one = all.next();
            if (!one.at().isAfter(now)) {
                all.remove();
                decide(one);
            }
        }
    }

    private void decide(Decision decision) {
        Held held = names.get(decision.name());
        if (held != null && decision.granted()) {
            names.put(decision.name(), new Held(held.registrar(), held.code(), false));
        } else {
            names.remove(decision.name());
            creates.merge(decision.name(), -1, Integer::sum);
        }
        messages++;
        Message message =
                new Message(
                        "m" + messages,
                        now,
                        "decided",
                        1,
                        new Message.News.Decided(
                                decision.name(), decision.granted(), decision.step()));
        if (calm || random.nextInt(4) > 0) {
            queue.add(random.nextInt(queue.size() + 1), message);
        }
    }

    private boolean happens(int oneIn) {
        return !calm && random.nextInt(oneIn) == 0;
    }

    private boolean register(Purchase purchase, boolean pending) {
        if (names.containsKey(purchase.name())) {
            return false;
        }
        names.put(purchase.name(), new Held(OURS, purchase.code(), pending));
        creates.merge(purchase.name(), 1, Integer::sum);
        expiries.put(purchase.name(), now.plus(YEAR.multipliedBy(purchase.years())));
        return true;
    }

    @Override
    public Reply<Registered> create(Purchase purchase, Step step) {
        points.reach("epp.sent");
        if (happens(12) && !names.containsKey(purchase.name())) {
            names.put(purchase.name(), new Held(STRANGER, new Secret("strangers-own"), false));
        }
        if (happens(5)) {
            return new Reply.Unknown<>("cut before");
        }
        if (happens(6)) {
            late.add(new Late(now.plusSeconds(random.nextInt(1, 1800)), purchase));
            return new Reply.Unknown<>("late");
        }
        boolean pending = happens(8);
        boolean done = register(purchase, pending);
        if (done && pending) {
            undecided.add(
                    new Decision(
                            now.plus(PENDING), purchase.name(), random.nextBoolean(), step.text()));
        }
        if (happens(5)) {
            return new Reply.Unknown<>("cut after");
        }
        points.reach("epp.received");
        if (!done) {
            return new Reply.Refused<>(2302, "in use");
        }
        return pending
                ? new Reply.Pending<>()
                : new Reply.Done<>(new Registered(purchase.name(), now));
    }

    @Override
    public Reply<DomainInfo> info(String name, Optional<Secret> code, Step step) {
        points.reach("epp.sent");
        if (happens(6)) {
            return new Reply.Unknown<>("cut");
        }
        points.reach("epp.received");
        Held held = names.get(name);
        if (held == null) {
            return new Reply.Refused<>(2303, "not there");
        }
        if (code.isPresent() && !code.get().equals(held.code())) {
            return new Reply.Refused<>(2202, "not this one's");
        }
        return new Reply.Done<>(
                new DomainInfo(
                        name,
                        held.registrar(),
                        held.pending() ? Set.of("pendingCreate") : Set.of("ok"),
                        Set.of(),
                        Optional.of(now),
                        Optional.of(expiries.getOrDefault(name, now)),
                        List.copyOf(servers.getOrDefault(name, Set.of())),
                        signed.getOrDefault(name, List.of())));
    }

    @Override
    public Reply<Optional<Message>> poll(Step step) {
        return happens(6)
                ? new Reply.Unknown<>("cut")
                : new Reply.Done<>(queue.stream().findFirst());
    }

    @Override
    public Reply<Nothing> acknowledge(String message, Step step) {
        if (happens(6)) {
            return new Reply.Unknown<>("cut");
        }
        queue.removeIf(head -> head.id().equals(message) && !happens(6));
        return new Reply.Done<>(new Nothing());
    }

    @Override
    public Reply<List<Offer>> check(List<String> asked, int years, Step step) {
        throw new UnsupportedOperationException("orders do not check");
    }

    @Override
    public Reply<Registered> renew(String name, LocalDate expires, int years, Step step) {
        Instant last = expiries.getOrDefault(name, now);
        if (!LocalDate.ofInstant(last, ZoneOffset.UTC).equals(expires)) {
            return new Reply.Refused<>(2004, "the current date is another");
        }
        renewals++;
        expiries.put(name, last.plus(YEAR.multipliedBy(years)));
        return happens(3)
                ? new Reply.Unknown<>("cut after")
                : new Reply.Done<>(new Registered(name, expiries.getOrDefault(name, last)));
    }

    @Override
    public Reply<Nothing> update(Change change, Step step) {
        Set<String> now = statuses.computeIfAbsent(change.name(), _ -> new TreeSet<>());
        now.addAll(change.addStatuses());
        now.removeAll(change.dropStatuses());
        Set<String> served = servers.computeIfAbsent(change.name(), _ -> new TreeSet<>());
        served.addAll(change.addServers());
        change.dropServers().forEach(served::remove);
        if (!change.dropDs().isEmpty()) {
            signed.remove(change.name());
        }
        change.code()
                .ifPresent(code ->
                        names.computeIfPresent(
                                change.name(),
                                (_, held) -> new Held(held.registrar(), code, held.pending())));
        return new Reply.Done<>(new Nothing());
    }

    @Override
    public Reply<Transfer> transfer(
            Transfer.Verb verb, String name, Optional<Secret> code, Step step) {
        points.reach("epp.sent");
        if (happens(5)) {
            return new Reply.Unknown<>("cut before");
        }
        Reply<Transfer> reply =
                switch (verb) {
                    case REQUEST -> transfers.request(name, code.orElseThrow(), now);
                    case QUERY -> transfers.query(name);
                    case CANCEL, APPROVE, REJECT ->
                            throw new UnsupportedOperationException("orders only ask");
                };
        if (happens(5)) {
            return new Reply.Unknown<>("cut after");
        }
        points.reach("epp.received");
        return reply;
    }

    @Override
    public Reply<Nothing> delete(String name, Step step) {
        names.remove(name);
        return new Reply.Done<>(new Nothing());
    }

    @Override
    public Reply<Nothing> restore(String name, Restore restore, Step step) {
        throw new UnsupportedOperationException("orders do not restore");
    }

    @Override
    public Reply<Nothing> createContact(Contact contact, Secret code, Step step) {
        throw new UnsupportedOperationException("orders make no contacts");
    }

    @Override
    public Reply<Nothing> createHost(String name, List<String> addresses, Step step) {
        throw new UnsupportedOperationException("orders make no hosts");
    }
}
