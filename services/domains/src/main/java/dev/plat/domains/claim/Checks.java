package dev.plat.domains.claim;

import dev.plat.domains.check.CheckRequest;
import dev.plat.domains.check.CheckResult;
import dev.plat.domains.check.ProofRecord;
import dev.plat.domains.check.Pursuit;
import dev.plat.domains.check.Seen;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at a claim, and what follows from it. The row is taken for a minute under a new epoch,
 * the world is asked outside any transaction, and what it said is written only under that epoch: of
 * two that look at once, the later decides alone.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class Checks {

    private static final Duration LEASE = Duration.ofMinutes(1);

    /** After a look that failed on our side. */
    private static final Duration FAILED = Duration.ofSeconds(5);

    private final Router router;
    private final HostNames hostNames;
    private final Proofs proofs;
    private final Look look;
    private final Verdicts verdicts;
    private final ClaimStore store;
    private final Holds holds;
    private final Ownership ownership;
    private final Entropy entropy;
    private final ControlPoints points;
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final BindingSql bindings = new BindingSql();

    /**
     * What is known before the look.
     *
     * @param holder of the name, when that is another account
     */
    private record Taken(Claim mine, @Nullable Claim holder) {}

    Checks(
            Router router,
            HostNames hostNames,
            Proofs proofs,
            Look look,
            Verdicts verdicts,
            ClaimStore store,
            Holds holds,
            Ownership ownership,
            Entropy entropy,
            ControlPoints points) {
        this.router = router;
        this.hostNames = hostNames;
        this.proofs = proofs;
        this.look = look;
        this.verdicts = verdicts;
        this.store = store;
        this.holds = holds;
        this.ownership = ownership;
        this.entropy = entropy;
        this.points = points;
    }

    /**
     * Looks because the schedule says so; nothing happens when somebody else has done it.
     *
     * @return whether it was looked at
     */
    boolean ifDue(String name, Id account) {
        Instant now = entropy.now();
        Optional<Taken> taken =
                router.write(
                        ClaimStore.key(name),
                        tx -> {
                            Optional<Claim> found = claims.lock(tx, name, account);
                            if (found.isEmpty() || !isDue(found.get(), now)) {
                                return Optional.empty();
                            }
                            return take(tx, name, account, now);
                        });
        taken.ifPresent(it -> run(it, false));
        return taken.isPresent();
    }

    /**
     * Looks because a person asks.
     *
     * @throws PlatException {@code rate-limited} when one was done in the last ten seconds or is
     *     under way, {@code not-found} when there is no such claim
     */
    void now(HostName name, Id account) {
        Instant now = entropy.now();
        Taken taken =
                router.write(
                        name.toName(NameKind.HOST),
                        tx -> {
                            Claim found =
                                    claims.lock(tx, name.ascii(), account)
                                            .filter(Claim::live)
                                            .orElseThrow(() -> Claims.unknown(name));
                            putOff(found, now);
                            return take(tx, name.ascii(), account, now)
                                    .orElseThrow(() -> Claims.unknown(name));
                        });
        run(taken, true);
    }

    /**
     * Somebody has the page of this site's names open: those that are not live are looked at soon.
     */
    void soon(Id site) {
        for (Binding binding : router.read(site, tx -> bindings.live(tx, site))) {
            router.write(
                    ClaimStore.key(binding.name()),
                    tx -> {
                        Optional<Claim> found =
                                claims.lock(tx, binding.name(), binding.account())
                                        .filter(claim -> claim.id().equals(binding.claim()));
                        return found.isPresent() && bringForward(tx, found.get());
                    });
        }
    }

    /** Not the claim that is being looked at: until its lease ends, nobody else may. */
    private boolean bringForward(Tx tx, Claim claim) throws SQLException {
        Instant due = claim.due();
        Instant last = claim.checked();
        if (due == null || last == null || due.equals(last.plus(LEASE))) {
            return false;
        }
        Host host = hosts.find(tx, claim.name()).filter(one -> one.holds(claim.id())).orElse(null);
        Instant next = Pursuit.nextWhileOpen(last, due);
        if (NameStatus.of(claim, host, last) == NameStatus.ROUTED || next.equals(due)) {
            return false;
        }
        claims.put(tx, claim.looked(claim.pursuit(), last, next));
        return true;
    }

    private static boolean isDue(Claim claim, Instant now) {
        Instant due = claim.due();
        return due != null && !due.isAfter(now);
    }

    private static void putOff(Claim claim, Instant now) {
        Instant last = claim.checked();
        Duration wait = last == null ? Duration.ZERO : Pursuit.putOff(last, now);
        if (wait.isPositive()) {
            throw new PlatException(
                    ErrorCode.RATE_LIMITED,
                    "This name was looked at a moment ago.",
                    "value",
                    claim.name(),
                    "retryAfterSeconds",
                    wait.toSeconds() + 1);
        }
    }

    /** The moment of the look is written first, so that many presses are one look. */
    private Optional<Taken> take(Tx tx, String name, Id account, Instant now) throws SQLException {
        Claim mine = claims.lease(tx, name, account, now, now.plus(LEASE)).orElse(null);
        if (mine == null) {
            return Optional.empty();
        }
        Host host = hosts.find(tx, name).orElse(null);
        Host.Holder holder = host == null ? null : host.holder();
        if (holder == null || holder.account().equals(account)) {
            return Optional.of(new Taken(mine, null));
        }
        return Optional.of(new Taken(mine, claims.find(tx, name, holder.account()).orElse(null)));
    }

    private void run(Taken taken, boolean byHand) {
        Verdicts.Outcome outcome;
        try {
            outcome = judged(taken, byHand);
        } catch (RuntimeException e) {
            giveBack(taken.mine, e);
            throw e;
        }
        if (outcome.proofSeen()) {
            points.reach("proof.seen");
        }
        Claim lost = outcome.lost();
        if (lost != null) {
            store.end(Holds.binding(lost), ClaimStore.CONTEST);
        }
        Claim next = outcome.toHold();
        if (next != null) {
            holds.hold(next);
        }
    }

    private Verdicts.Outcome judged(Taken taken, boolean byHand) {
        Claim mine = taken.mine;
        HostName name = hostNames.stored(mine.name());
        CheckResult seen = seen(name, mine);
        Seen holder = Seen.UNKNOWN;
        if (taken.holder != null && seen.proofSeen() == Seen.YES) {
            holder = seen(name, taken.holder).proofSeen();
        }
        Verdicts.Sight sight = new Verdicts.Sight(seen, taken.holder, holder, byHand);
        return router.write(ClaimStore.key(mine.name()), tx -> verdicts.apply(tx, mine, sight));
    }

    /** The look came to nothing here, so nobody has to wait for the end of its lease. */
    private void giveBack(Claim mine, RuntimeException why) {
        Instant now = entropy.now();
        try {
            router.write(
                    ClaimStore.key(mine.name()),
                    tx -> {
                        Optional<Claim> left =
                                claims.lock(tx, mine.name(), mine.account())
                                        .filter(claim -> claim.epoch() == mine.epoch());
                        if (left.isPresent()) {
                            Claim claim = left.get();
                            claims.put(tx, claim.looked(claim.pursuit(), now, now.plus(FAILED)));
                        }
                        return left.isPresent();
                    });
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** A registration here proves as well as a record does. */
    private CheckResult seen(HostName name, Claim claim) {
        CheckResult result = look.look(request(name, claim));
        return ownership.has(claim.account(), name.registeredDomain()) ? result.proven() : result;
    }

    private CheckRequest request(HostName name, Claim claim) {
        Claim tree = name.isRegisteredDomain() ? null : tree(name, claim.account());
        List<ProofRecord> records = proofs.of(claim, tree, entropy.now());
        return new CheckRequest(name, records, List.of(), false);
    }

    /** The same account's claim on the registered domain, in that name's bucket. */
    private @Nullable Claim tree(HostName name, Id account) {
        String domain = name.registeredDomain();
        return router.read(ClaimStore.key(domain), tx -> claims.find(tx, domain, account))
                .filter(Claim::live)
                .orElse(null);
    }
}
