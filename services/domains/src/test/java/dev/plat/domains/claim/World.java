package dev.plat.domains.claim;

import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.check.DnsLine;
import dev.plat.domains.deliver.Edge;
import dev.plat.domains.deliver.HostDelivery;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.name.NameSettings;
import dev.plat.domains.renewal.CertificateViews;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The service's own classes over a real tier, with a DNS, a clock, nodes and sites that the test
 * turns.
 */
final class World implements SiteDirectory, Ownership, Edge {

    private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");

    final Router router;
    final Zone zone = new Zone();
    final TableJournal journal;
    final HostNames hostNames =
            new HostNames(new NameSettings(List.of("sites.test"), List.of(), true, null));
    final Claims claims;
    final Checks checks;
    final Holds holds;
    final BoughtNames bought;
    final HeldHosts held;
    final NameViews views;
    final ClaimStore store;
    final IdGenerator ids;
    final HostDelivery delivery;

    /** What each node serves: name to what it was told last. */
    final List<Map<String, HeldHosts.Standing>> nodes =
            List.of(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** A node of this number hears nothing; -1 for none. */
    volatile int deaf = -1;

    /** Ends the process, so to speak, at a control point; empty for none. */
    volatile String stopAt = "";

    /** Gives names away before every node has said that it knows. */
    boolean hasty;

    /** Which account has bought which domain here. */
    final Map<String, Id> registered = new ConcurrentHashMap<>();

    private final Map<Id, Id> owners = new ConcurrentHashMap<>();
    private final Map<Id, List<Id>> sites = new HashMap<>();
    private volatile Instant now = START;
    private final Entropy entropy;

    /** Certificates are another room's. */
    private static final class Unwatched implements HostWatch {

        @Override
        public void changed(Tx tx, Host host) {}

        @Override
        public void looked(Tx tx, Host host) {}
    }

    /** What is thrown where the process ends. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(String point) {
            super(point);
        }
    }

    World(Router router, RandomGenerator random) {
        this(router, random, Contest.Delays.USUAL, ClaimLimits.USUAL);
    }

    World(Router router, RandomGenerator random, Contest.Delays delays, ClaimLimits limits) {
        this.router = router;
        this.ids = new IdGenerator(() -> now, random);
        this.entropy = new Entropy(() -> now, random, ids);
        this.journal = new TableJournal(router, ids);
        ControlPoints points = this::reach;
        Proofs proofs =
                new Proofs(new ProofLabels("a key of a test".getBytes(StandardCharsets.UTF_8)));
        store = new ClaimStore(router, journal, new Unwatched(), entropy);
        claims = new Claims(router, this, store, journal, limits, entropy, points);
        holds = new Holds(router, this, store, journal, entropy, points);
        Verdicts verdicts = new Verdicts(store, journal, delays, entropy);
        checks =
                new Checks(
                        router, hostNames, proofs, zone, verdicts, store, holds, this, entropy,
                        points);
        bought = new BoughtNames(router, claims, checks, holds, this, entropy);
        held = new HeldHosts(router, entropy);
        delivery = new HostDelivery(held, this, points, Duration.ZERO);
        views =
                new NameViews(
                        router,
                        hostNames,
                        proofs,
                        this,
                        new EdgePlace(Zone.EDGE, List.of("127.0.0.1", "::1")),
                        delays,
                        new CertificateViews(new Certificates(router, ids, (_, _, _) -> {})),
                        new SecurePort(443),
                        entropy);
    }

    private void reach(String point) {
        if (point.equals(stopAt)) {
            stopAt = "";
            throw new Stopped(point);
        }
    }

    Instant now() {
        return now;
    }

    void later(Duration by) {
        now = now.plus(by);
    }

    HostName name(String text) {
        return hostNames.parse(text);
    }

    /** A new account with a site. */
    Id account() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        site(account);
        return account;
    }

    /** One more site of an account. */
    Id site(Id account) {
        Id site = ids.nextAnywhere(IdKind.SITE);
        owners.put(site, account);
        sites.computeIfAbsent(account, _ -> new ArrayList<>()).add(site);
        return site;
    }

    Id siteOf(Id account) {
        return sites.getOrDefault(account, List.of()).getFirst();
    }

    void deleteSite(Id site) {
        owners.remove(site);
    }

    boolean claim(Id account, String name) {
        return claims.claim(account, siteOf(account), name(name), null);
    }

    void release(Id account, String name) {
        claims.release(account, name(name));
    }

    /** Looks, as the schedule would. */
    void look(Id account, String name) {
        later(Duration.ofSeconds(11));
        checks.now(name(name), account);
    }

    NameViews.View view(Id account, String name) {
        return views.of(account, name(name)).orElseThrow();
    }

    NameStatus status(Id account, String name) {
        return view(account, name).status();
    }

    /** The record that the account is asked to set. */
    DnsLine proof(Id account, String name) {
        return view(account, name).records().getFirst().line();
    }

    /** Claims, sets the record and looks. */
    void prove(Id account, String name) {
        claim(account, name);
        zone.text(proof(account, name));
        look(account, name);
    }

    /** Everything that is on its way arrives. */
    void settle() {
        while (journal.deliver(
                        new ClaimNews.Wanted(router, store), new ClaimNews.Ended(store), delivery)
                > 0) {
            // What arrived may have sent more.
        }
    }

    /** The site that the name's own bucket says is served. */
    Optional<Id> holder(String name) {
        return held.find(name).map(HeldHosts.Standing::site);
    }

    /** The sites that visitors of any node see. */
    List<Id> served(String name) {
        List<Id> seen = new ArrayList<>();
        for (Map<String, HeldHosts.Standing> node : nodes) {
            HeldHosts.Standing told = node.get(name);
            Id site = told == null ? null : told.site();
            if (site != null && !seen.contains(site)) {
                seen.add(site);
            }
        }
        return seen;
    }

    @Override
    public boolean has(Id account, String registeredDomain) {
        return account.equals(registered.get(registeredDomain));
    }

    @Override
    public Optional<Id> owner(Id site) {
        return Optional.ofNullable(owners.get(site));
    }

    @Override
    public void put(HeldHosts.Standing standing, Deadline deadline) {
        for (int node = 0; node < nodes.size(); node++) {
            if (node != deaf) {
                nodes.get(node)
                        .merge(
                                standing.name(),
                                standing,
                                (old, told) -> told.version() > old.version() ? told : old);
            }
        }
    }

    @Override
    public Delivery.Reach reach(HeldHosts.Standing standing, Deadline deadline) {
        List<String> missing = new ArrayList<>();
        for (int node = 0; node < nodes.size(); node++) {
            HeldHosts.Standing told = nodes.get(node).get(standing.name());
            boolean knows = told != null && told.version() >= standing.version();
            if (!knows && !hasty) {
                missing.add("node-" + node);
            }
        }
        return new Delivery.Reach(nodes.size() - missing.size(), missing);
    }
}
