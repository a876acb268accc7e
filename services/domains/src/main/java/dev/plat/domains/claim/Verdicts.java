package dev.plat.domains.claim;

import dev.plat.domains.check.CheckResult;
import dev.plat.domains.check.Pursuit;
import dev.plat.domains.check.Seen;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a look changes, in one transaction of the name's bucket: whether the claim is proven,
 * whether a contest is over, where visitors come to, and when it is looked at again.
 */
@Singleton
final class Verdicts {

    /** An open contest or a missed visit is looked into this soon. */
    private static final Duration CONTESTED = Duration.ofHours(1);

    private static final Duration MISSED = Duration.ofMinutes(30);

    /** A name that is served well is looked at as seldom as one that is not. */
    private static final Duration SERVED = Duration.ofHours(4);

    private final ClaimStore store;
    private final Journal journal;
    private final Contest.Delays delays;
    private final Entropy entropy;
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final FindingSql findings = new FindingSql();

    Verdicts(ClaimStore store, Journal journal, Contest.Delays delays, Entropy entropy) {
        this.store = store;
        this.journal = journal;
        this.delays = delays;
        this.entropy = entropy;
    }

    /**
     * What was seen.
     *
     * @param holder of the name as it was before the look, when that is another account
     * @param holderProof what the look said of that one's proof
     * @param byHand a person asked, so it does not count in the schedule
     */
    record Sight(CheckResult mine, @Nullable Claim holder, Seen holderProof, boolean byHand) {}

    /**
     * What is to be done outside the transaction.
     *
     * @param proofSeen for the first time
     * @param lost the claim that a contest has ended
     * @param toHold the claim that may take the name now
     */
    record Outcome(boolean proofSeen, @Nullable Claim lost, @Nullable Claim toHold) {

        static final Outcome NOTHING = new Outcome(false, null, null);
    }

    Outcome apply(Tx tx, Claim taken, Sight sight) throws SQLException {
        Claim mine = lock(tx, taken, sight.holder).orElse(null);
        if (mine == null) {
            return Outcome.NOTHING;
        }
        Instant now = entropy.now();
        @Nullable Host host = hosts.lock(tx, mine.name()).orElse(null);
        Claim next = proof(mine, sight.mine.proofSeen(), now);
        if (next.state() == Claim.State.PROVEN) {
            next = contest(tx, next, host, sight, now);
        }
        boolean doubted = false;
        if (next.state() == Claim.State.HOLDING && host != null) {
            Host seen = host.seen(sight.mine.routed(), now);
            next = pursuit(next, host, seen, now);
            hosts.put(tx, seen);
            doubted = seen.misses() > 0 && seen.routing() == Host.Routing.ROUTED;
            host = seen;
        }
        findings.replace(tx, mine.id(), sight.mine.findings(), now);
        if (next.state() == Claim.State.HOLDING && host != null) {
            store.tellLooked(tx, host);
        }
        Pursuit counted = sight.byHand ? next.pursuit() : next.pursuit().checked();
        next = next.looked(counted, now, due(next, counted, host, doubted, now));
        claims.put(tx, next);
        Claim lost = lost(tx, host, sight.holder);
        boolean free = host == null || host.state() == Host.State.OFF;
        boolean seen = sight.mine.proofSeen() == Seen.YES;
        return new Outcome(
                mine.state() == Claim.State.OPEN && next.state() == Claim.State.PROVEN,
                lost,
                next.state() == Claim.State.PROVEN && free && seen ? next : null);
    }

    /** Both rows, the lower account first; empty when another look has begun since. */
    private Optional<Claim> lock(Tx tx, Claim taken, @Nullable Claim holder) throws SQLException {
        Stream<Id> accounts =
                holder == null
                        ? Stream.of(taken.account())
                        : Stream.of(taken.account(), holder.account());
        Optional<Claim> mine = Optional.empty();
        for (Id account : accounts.sorted((a, b) -> order(a).compareTo(order(b))).toList()) {
            Optional<Claim> locked = claims.lock(tx, taken.name(), account);
            if (account.equals(taken.account())) {
                mine = locked;
            }
        }
        return mine.filter(found -> found.id().equals(taken.id()))
                .filter(found -> found.epoch() == taken.epoch())
                .filter(Claim::live);
    }

    /** As PostgreSQL orders them; Java's own order of UUIDs is by signed halves. */
    private static String order(Id account) {
        return account.uuid().toString();
    }

    private Claim proof(Claim mine, Seen proof, Instant now) {
        return switch (mine.state()) {
            case OPEN ->
                    switch (proof) {
                        case YES -> mine.proven(now);
                        case NO, UNKNOWN ->
                                mine.proof().stale(now)
                                        ? mine.with(mine.proof().renewed(entropy.random(), now))
                                        : mine;
                    };
            case PROVEN -> proof == Seen.NO ? mine.unproven(now) : mine;
            case HOLDING, ENDED -> mine;
        };
    }

    /** The DNS decides between two: see {@link Contest}. */
    private Claim contest(Tx tx, Claim mine, @Nullable Host host, Sight sight, Instant now)
            throws SQLException {
        Host.Holder holder = host == null ? null : host.holder();
        Claim seen = sight.holder;
        if (host == null || holder == null || seen == null || !host.holds(seen.id())) {
            // Nobody holds it, or not whom we looked at: the next look knows.
            return holder == null ? mine.contesting(Contest.NONE) : mine;
        }
        if (sight.mine.proofSeen() != Seen.YES) {
            return mine;
        }
        Contest after = mine.contest().after(seen.id(), sight.holderProof, now);
        if (after.decided(sight.holderProof, delays, now)) {
            lose(tx, seen, now);
            return mine.contesting(Contest.NONE);
        }
        if (now.equals(after.told())) {
            journal.record(
                    tx,
                    seen.account(),
                    "name.contested",
                    seen.id(),
                    Map.of("name", seen.name(), "since", now.toString()));
        }
        return mine.contesting(after);
    }

    /** The holder of before, when this very look has put it off. */
    private @Nullable Claim lost(Tx tx, @Nullable Host before, @Nullable Claim holder)
            throws SQLException {
        if (before == null || holder == null || !before.holds(holder.id())) {
            return null;
        }
        boolean still =
                hosts.find(tx, before.name()).filter(it -> it.holds(holder.id())).isPresent();
        return still ? null : holder;
    }

    private void lose(Tx tx, Claim holder, Instant now) throws SQLException {
        Claim locked = claims.lock(tx, holder.name(), holder.account()).orElseThrow();
        store.end(tx, locked, ClaimStore.CONTEST, now);
        journal.tell(
                tx,
                Journal.ENDED,
                ClaimStore.payload(
                        locked.name(),
                        locked.account(),
                        locked.site(),
                        locked.id(),
                        locked.generation(),
                        ClaimStore.CONTEST));
    }

    /** A name that is lost, or found again, is pursued like a new one. */
    private static Claim pursuit(Claim claim, Host before, Host after, Instant now) {
        return before.routing() == after.routing() ? claim : claim.pursuedAgain(now);
    }

    private static Instant due(
            Claim claim, Pursuit counted, @Nullable Host host, boolean doubted, Instant now) {
        Instant scheduled = counted.next(now);
        if (claim.state() == Claim.State.HOLDING) {
            if (host != null && host.routing() == Host.Routing.ROUTED) {
                return now.plus(doubted ? MISSED : SERVED);
            }
            return scheduled;
        }
        Instant soon = now.plus(CONTESTED);
        return claim.state() == Claim.State.PROVEN && scheduled.isAfter(soon) ? soon : scheduled;
    }
}
