package dev.plat.domains.claim;

import dev.plat.domains.name.HostName;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asking for a name and letting it go. Three buckets take part one after the other, the account's,
 * the site's and the name's; whatever stops in between is finished by the outbox row that the
 * site's transaction left, or by asking again.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class Claims {

    private final Router router;
    private final SiteDirectory sites;
    private final ClaimStore store;
    private final Journal journal;
    private final ClaimLimits limits;
    private final Entropy entropy;
    private final ControlPoints points;
    private final AccountClaimSql accounts = new AccountClaimSql();
    private final BindingSql bindings = new BindingSql();

    Claims(
            Router router,
            SiteDirectory sites,
            ClaimStore store,
            Journal journal,
            ClaimLimits limits,
            Entropy entropy,
            ControlPoints points) {
        this.router = router;
        this.sites = sites;
        this.store = store;
        this.journal = journal;
        this.limits = limits;
        this.entropy = entropy;
        this.points = points;
    }

    /**
     * Asks for a name; again for the same site changes nothing. Who else has asked, or holds it,
     * makes no difference and is not told.
     *
     * @param redirectTo another name of the same site
     * @return whether it is new
     * @throws PlatException {@code not-found} for a site that is not the account's, {@code
     *     name-in-use} when another of its sites asks for the name, {@code rate-limited}, {@code
     *     plan-limit}
     */
    boolean claim(Id account, Id site, HostName name, @Nullable HostName redirectTo) {
        return claim(account, site, name, redirectTo, true);
    }

    /** The same for a name that was bought here: how often one may ask does not count then. */
    boolean claimBought(Id account, Id site, HostName name, @Nullable HostName redirectTo) {
        return claim(account, site, name, redirectTo, false);
    }

    private boolean claim(
            Id account, Id site, HostName name, @Nullable HostName redirectTo, boolean limited) {
        requireSite(account, site);
        Name key = name.toName(NameKind.HOST);
        Id fresh = entropy.claimId(key);
        AccountClaimSql.Asked asked =
                router.write(account, tx -> ask(tx, account, site, name.ascii(), fresh, limited));
        Binding wish =
                new Binding(
                        site,
                        name.ascii(),
                        account,
                        asked.claim(),
                        asked.generation(),
                        Binding.State.WANTED,
                        redirectTo == null ? null : redirectTo.ascii(),
                        entropy.now());
        Binding binding;
        try {
            binding = router.write(site, tx -> bind(tx, wish));
        } catch (PlatException e) {
            if (e.code() == ErrorCode.PLAN_LIMIT || e.code() == ErrorCode.NAME_IN_USE) {
                router.write(
                        account, tx -> accounts.close(tx, account, asked.claim(), wish.created()));
            }
            throw e;
        }
        if (!binding.live() || !store.open(binding)) {
            finishOther(binding);
        }
        points.reach("claim.stored");
        return asked.claim().equals(fresh);
    }

    /**
     * Lets a name go; when this returns nothing is served by the claim but what nodes have not yet
     * heard of.
     *
     * @throws PlatException {@code not-found} when the account has not asked for the name
     */
    void release(Id account, HostName name) {
        AccountClaimSql.Asked asked =
                router.read(account, tx -> accounts.open(tx, account, name.ascii()))
                        .orElseThrow(() -> unknown(name));
        Binding binding =
                new Binding(
                        asked.site(),
                        asked.name(),
                        account,
                        asked.claim(),
                        asked.generation(),
                        Binding.State.RELEASED,
                        null,
                        entropy.now());
        router.write(asked.site(), tx -> unbind(tx, binding));
        store.end(binding, ClaimStore.RELEASED);
    }

    /** The claim is there, or it is being let go: that is ended first, and then all is new. */
    private void finishOther(Binding binding) {
        if (binding.live() && store.isLive(binding)) {
            return;
        }
        store.end(binding, ClaimStore.RELEASED);
        throw new PlatException(
                ErrorCode.TRY_AGAIN,
                "This name was just being let go.",
                "value",
                binding.name(),
                "expected",
                "the same request again");
    }

    /** Which of the account's sites has asked for the name. */
    Optional<Id> site(Id account, HostName name) {
        return router.read(account, tx -> accounts.open(tx, account, name.ascii()))
                .map(AccountClaimSql.Asked::site);
    }

    /**
     * Only its owner may see or change a site's names; another's looks like none.
     *
     * @throws PlatException {@code not-found}
     */
    void requireSite(Id account, Id site) {
        if (!sites.owner(site).filter(account::equals).isPresent()) {
            throw new PlatException(
                    ErrorCode.NOT_FOUND, "There is no such site.", "value", site.toString());
        }
    }

    /** Whether a site may have so many more names. */
    void requireRoom(Id account, Id site, int more) {
        requireSite(account, site);
        int names = router.read(site, tx -> bindings.live(tx, site)).size();
        limits.checkSite(names + more - 1);
    }

    private AccountClaimSql.Asked ask(
            Tx tx, Id account, Id site, String name, Id fresh, boolean limited)
            throws SQLException {
        accounts.lock(tx, account);
        Optional<AccountClaimSql.Asked> open = accounts.open(tx, account, name);
        if (open.isPresent()) {
            if (!open.get().site().equals(site)) {
                throw new PlatException(
                        ErrorCode.NAME_IN_USE,
                        "Another of your sites has this name.",
                        "value",
                        name,
                        "site",
                        open.get().site().toString(),
                        "expected",
                        "a name of no other site of yours");
            }
            return open.get();
        }
        Instant now = entropy.now();
        if (limited) {
            limits.check(accounts.count(tx, account, now.minus(limits.window())), now);
        }
        int generation = accounts.lastGeneration(tx, account, name) + 1;
        AccountClaimSql.Asked asked = new AccountClaimSql.Asked(name, fresh, site, generation);
        accounts.insert(tx, account, asked, now);
        return asked;
    }

    private Binding bind(Tx tx, Binding wish) throws SQLException {
        Optional<Binding> found = bindings.lock(tx, wish.site(), wish.name());
        boolean known =
                found.filter(it -> it.live() || it.claim().equals(wish.claim())).isPresent();
        if (known) {
            if (!found.get().claim().equals(wish.claim())) {
                throw new PlatException(
                        ErrorCode.NAME_IN_USE,
                        "The site's former owner still has this name.",
                        "value",
                        wish.name());
            }
            return found.get();
        }
        limits.checkSite(bindings.live(tx, wish.site()).size());
        bindings.want(tx, wish);
        journal.tell(
                tx, Journal.WANTED, Map.of("site", wish.site().toString(), "name", wish.name()));
        journal.record(
                tx, wish.account(), "name.claimed", wish.claim(), Map.of("name", wish.name()));
        return wish;
    }

    private boolean unbind(Tx tx, Binding binding) throws SQLException {
        boolean released =
                bindings.release(
                        tx, binding.site(), binding.name(), binding.claim(), entropy.now());
        if (released) {
            journal.tell(
                    tx,
                    Journal.ENDED,
                    ClaimStore.payload(
                            binding.name(),
                            binding.account(),
                            binding.site(),
                            binding.claim(),
                            binding.generation(),
                            ClaimStore.RELEASED));
            journal.record(
                    tx,
                    binding.account(),
                    "name.released",
                    binding.claim(),
                    Map.of("name", binding.name()));
        }
        return released;
    }

    static PlatException unknown(HostName name) {
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "This account has no such name.",
                "value",
                name.ascii(),
                "expected",
                "a name that one of its sites has asked for");
    }
}
