package dev.plat.domains.claim;

import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * The two ends of a claim in the name's bucket, where they are serialised: whatever comes late,
 * twice or in the wrong order changes nothing, because generations only rise and an ended one is
 * written down even where it never began. Locks are taken in one order: claims by account, host,
 * {@code plat_name}.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class ClaimStore {

    static final String RELEASED = "released";
    static final String CONTEST = "contest";
    static final String SITE_GONE = "site-gone";

    private final Router router;
    private final Journal journal;
    private final HostWatch watch;
    private final Entropy entropy;
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final NameHoldSql holds = new NameHoldSql();
    private final FindingSql findings = new FindingSql();
    private final BindingSql bindings = new BindingSql();
    private final AccountClaimSql accounts = new AccountClaimSql();

    ClaimStore(Router router, Journal journal, HostWatch watch, Entropy entropy) {
        this.router = router;
        this.journal = journal;
        this.watch = watch;
        this.entropy = entropy;
    }

    /** The name's key for the router. */
    static Name key(String name) {
        return new Name(NameKind.HOST, name);
    }

    /** Puts the site's wish into the name's bucket; false when it is there or was ended already. */
    boolean open(Binding binding) {
        Instant now = entropy.now();
        Claim first = Claim.first(binding, ProofValue.draw(entropy.random(), now), now);
        return router.write(key(binding.name()), tx -> claims.open(tx, first));
    }

    /** Whether the name's bucket has this very claim, not ended. */
    boolean isLive(Binding binding) {
        return router.read(
                        key(binding.name()),
                        tx -> claims.find(tx, binding.name(), binding.account()))
                .filter(found -> found.id().equals(binding.claim()))
                .filter(Claim::live)
                .isPresent();
    }

    /**
     * Ends a claim everywhere, the name's bucket first: from then on nothing can be held by it. The
     * account may ask again once all is done.
     */
    void end(Binding binding, String reason) {
        router.write(key(binding.name()), tx -> endInName(tx, binding, reason));
        router.write(
                binding.site(),
                tx ->
                        bindings.release(
                                tx,
                                binding.site(),
                                binding.name(),
                                binding.claim(),
                                entropy.now()));
        router.write(
                binding.account(),
                tx -> accounts.close(tx, binding.account(), binding.claim(), entropy.now()));
    }

    private boolean endInName(Tx tx, Binding binding, String reason) throws SQLException {
        Instant now = entropy.now();
        Claim found = claims.lock(tx, binding.name(), binding.account()).orElse(null);
        if (found == null || found.generation() < binding.generation()) {
            Claim never = Claim.first(binding, ProofValue.draw(entropy.random(), now), now);
            return claims.open(tx, never.ended(reason, now));
        }
        if (!found.id().equals(binding.claim()) || !found.live()) {
            return false;
        }
        end(tx, found, reason, now);
        return true;
    }

    /** Ends a claim that is live and locked: whatever it holds goes off, and is remembered. */
    void end(Tx tx, Claim claim, String reason, Instant now) throws SQLException {
        claims.put(tx, claim.ended(reason, now));
        findings.clear(tx, claim.id());
        Host host = hosts.lock(tx, claim.name()).orElse(null);
        Host.Holder holder = host == null ? null : host.holder();
        if (host == null || holder == null || !host.holds(claim.id())) {
            // What it began of a hold is free at once: no node ever knew of it.
            holds.free(tx, claim.name(), claim.id());
            return;
        }
        Host leaving = host.leaving(now);
        hosts.put(tx, leaving);
        hosts.bury(tx, leaving, holder, reason, now);
        tellHosting(tx, leaving);
        journal.record(
                tx,
                claim.account(),
                "name.let-go",
                claim.id(),
                Map.of("name", claim.name(), "site", claim.site().toString(), "reason", reason));
    }

    /** Whom the name serves is another from now on: hosting and whoever watches hear of it. */
    void tellHosting(Tx tx, Host host) throws SQLException {
        watch.changed(tx, host);
        journal.tell(
                tx, Journal.HOST_CHANGED, Map.of("name", host.name(), "version", host.version()));
    }

    /** A look at a held name is over. */
    void tellLooked(Tx tx, Host host) throws SQLException {
        watch.looked(tx, host);
    }

    /** For the news that a claim has ended. */
    static Map<String, Object> payload(
            String name, Id account, Id site, Id claim, int generation, String reason) {
        return Map.of(
                "name",
                name,
                "account",
                account.toString(),
                "site",
                site.toString(),
                "claim",
                claim.toString(),
                "generation",
                generation,
                "reason",
                reason);
    }
}
