package dev.plat.domains.claim;

import dev.plat.domains.name.HostName;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a name that was bought here to a site. The registration is the proof, so nothing is asked
 * of the DNS before the name is held; a look follows for where visitors come to.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
public final class BoughtNames {

    private final Router router;
    private final Claims claims;
    private final Checks checks;
    private final Holds holds;
    private final Ownership ownership;
    private final Entropy entropy;
    private final ClaimSql rows = new ClaimSql();

    BoughtNames(
            Router router,
            Claims claims,
            Checks checks,
            Holds holds,
            Ownership ownership,
            Entropy entropy) {
        this.router = router;
        this.claims = claims;
        this.checks = checks;
        this.holds = holds;
        this.ownership = ownership;
        this.entropy = entropy;
    }

    /**
     * Claims the name for the site and takes it. Where another still holds it, the usual contest
     * goes on by itself.
     *
     * @param redirectTo another name of the site, to which visitors are sent
     * @return whether it is held now
     * @throws PlatException {@code not-found} for a site that is not the account's, {@code
     *     name-in-use}, {@code plan-limit}
     */
    public boolean take(Id account, Id site, HostName name, @Nullable HostName redirectTo) {
        claims.claimBought(account, site, name, redirectTo);
        if (!ownership.has(account, name.registeredDomain())) {
            return false;
        }
        Optional<Claim> proven =
                router.write(ClaimStore.key(name.ascii()), tx -> proven(tx, account, name.ascii()));
        return proven.isPresent()
                && (proven.get().state() == Claim.State.HOLDING || holds.hold(proven.get()));
    }

    /** Looks where visitors of the name come to, if that is due. */
    public void look(Id account, HostName name) {
        checks.ifDue(name.ascii(), account);
    }

    /**
     * Whether a site may have so many more names.
     *
     * @throws PlatException {@code not-found} for a site that is not the account's, {@code
     *     plan-limit}
     */
    public void requireRoom(Id account, Id site, int names) {
        claims.requireRoom(account, site, names);
    }

    /**
     * Whether there is such a site of the account's.
     *
     * @throws PlatException {@code not-found}
     */
    public void requireSite(Id account, Id site) {
        claims.requireSite(account, site);
    }

    private Optional<Claim> proven(Tx tx, Id account, String name) throws SQLException {
        Claim claim = rows.lock(tx, name, account).filter(Claim::live).orElse(null);
        if (claim == null || claim.state() != Claim.State.OPEN) {
            return Optional.ofNullable(claim);
        }
        Instant now = entropy.now();
        Claim proven = claim.proven(now);
        rows.put(tx, proven);
        return Optional.of(proven);
    }
}
