package dev.plat.domains.claim;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a proven name to a site: the name's bucket reserves, the site's accepts, the name's
 * confirms. One claim has the reservation at a time, and the last step asks for it again, so
 * whatever was paused, repeated or swept in between, a name has one holder.
 *
 * <p>Threads: safe; blocking; several processes may hold and sweep at once.
 */
@Singleton
final class Holds {

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    private static final Duration RESERVATION = Duration.ofMinutes(10);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(10);
    private static final int AT_ONCE_MAX = 100;

    private final Router router;
    private final SiteDirectory sites;
    private final ClaimStore store;
    private final Journal journal;
    private final Entropy entropy;
    private final ControlPoints points;
    private final ClaimSql claims = new ClaimSql();
    private final HostSql hosts = new HostSql();
    private final NameHoldSql names = new NameHoldSql();
    private final BindingSql bindings = new BindingSql();

    Holds(
            Router router,
            SiteDirectory sites,
            ClaimStore store,
            Journal journal,
            Entropy entropy,
            ControlPoints points) {
        this.router = router;
        this.sites = sites;
        this.store = store;
        this.journal = journal;
        this.entropy = entropy;
        this.points = points;
    }

    /**
     * Takes the name for a claim whose proof has just been seen.
     *
     * @return whether it is held now
     */
    boolean hold(Claim claim) {
        if (!router.write(ClaimStore.key(claim.name()), tx -> reserve(tx, claim))) {
            return false;
        }
        points.reach("hold.reserved");
        if (!accept(claim)) {
            return false;
        }
        points.reach("hold.accepted");
        return confirm(claim);
    }

    /**
     * Settles holds that nobody ended in time, by asking the site; what fails is left for later.
     */
    void sweep() {
        Instant now = entropy.now();
        Collection<List<NameHoldSql.Expired>> parts =
                router.scatter(Deadline.in(SCATTER_TIME), tx -> names.expired(tx, now, AT_ONCE_MAX))
                        .parts();
        parts.stream().flatMap(List::stream).forEach(this::settle);
    }

    private boolean reserve(Tx tx, Claim claim) throws SQLException {
        if (!isProven(tx, claim)) {
            return false;
        }
        Optional<Host> host = hosts.lock(tx, claim.name());
        if (host.isPresent() && host.get().state() != Host.State.OFF) {
            return false;
        }
        return names.reserve(tx, claim.name(), claim.id(), entropy.now().plus(RESERVATION));
    }

    private boolean accept(Claim claim) {
        boolean there = sites.owner(claim.site()).filter(claim.account()::equals).isPresent();
        if (!there) {
            store.end(binding(claim), ClaimStore.SITE_GONE);
            return false;
        }
        return router.write(
                claim.site(),
                tx -> bindings.accept(tx, claim.site(), claim.name(), claim.id(), entropy.now()));
    }

    private boolean confirm(Claim claim) {
        boolean held = router.write(ClaimStore.key(claim.name()), tx -> confirm(tx, claim));
        points.reach("hold.confirmed");
        return held;
    }

    private boolean confirm(Tx tx, Claim claim) throws SQLException {
        Optional<Claim> found = claims.lock(tx, claim.name(), claim.account());
        if (found.isEmpty()
                || !found.get().id().equals(claim.id())
                || found.get().state() != Claim.State.PROVEN) {
            return false;
        }
        Instant now = entropy.now();
        long version = hosts.lock(tx, claim.name()).map(Host::version).orElse(0L) + 1;
        if (!names.confirm(tx, claim.name(), claim.id())) {
            return false;
        }
        Host host = Host.heldBy(found.get(), version, now);
        hosts.put(tx, host);
        hosts.endTombstones(tx, claim.name(), now);
        claims.put(tx, found.get().holding(now));
        store.tellHosting(tx, host);
        journal.record(
                tx,
                claim.account(),
                "name.held",
                claim.id(),
                Map.of("name", claim.name(), "site", claim.site().toString(), "version", version));
        return true;
    }

    private void settle(NameHoldSql.Expired expired) {
        try {
            Optional<Claim> claim =
                    router.read(
                            ClaimStore.key(expired.name()), tx -> claims.byId(tx, expired.claim()));
            if (claim.isPresent() && accepted(claim.get()) && confirm(claim.get())) {
                return;
            }
            router.write(ClaimStore.key(expired.name()), tx -> giveUp(tx, expired));
            LOG.info("{} is not reserved any more: its hold was never ended", expired.name());
        } catch (PlatException e) {
            LOG.warn("{} stays reserved for now: {}", expired.name(), e.getMessage());
        }
    }

    private boolean accepted(Claim claim) {
        return router.read(claim.site(), tx -> bindings.find(tx, claim.site(), claim.name()))
                .filter(found -> found.claim().equals(claim.id()))
                .filter(found -> found.state() == Binding.State.ACCEPTED)
                .isPresent();
    }

    /** Whoever has proven the name may try again, this claim too. */
    private boolean giveUp(Tx tx, NameHoldSql.Expired expired) throws SQLException {
        claims.hasten(tx, expired.name(), entropy.now());
        return names.freeReserved(tx, expired.name(), expired.claim(), entropy.now());
    }

    private boolean isProven(Tx tx, Claim claim) throws SQLException {
        return claims.lock(tx, claim.name(), claim.account())
                .filter(found -> found.id().equals(claim.id()))
                .filter(found -> found.state() == Claim.State.PROVEN)
                .isPresent();
    }

    static Binding binding(Claim claim) {
        Id site = claim.site();
        return new Binding(
                site,
                claim.name(),
                claim.account(),
                claim.id(),
                claim.generation(),
                Binding.State.RELEASED,
                claim.redirectTo(),
                claim.created());
    }
}
