package dev.plat.hosting.hosts;

import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.publish.SiteLiveSql;
import dev.plat.hosting.publish.SiteRow;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives host names to sites. The name's row decides, and it is confirmed before the site's row is
 * written: what stops in between leaves a name without a site, which a repeat mends, and never two
 * sites under one name.
 *
 * <p>Threads: safe; blocking.
 */
public final class HostNames {

    private static final Duration RESERVATION = Duration.ofMinutes(10);

    private final Router router;
    private final HostRules rules;
    private final HostNameSql names = new HostNameSql();
    private final SiteLiveSql sites;
    private final FeedSql feed;
    private final Duration reservation;

    public HostNames(Router router, HostRules rules, SiteLiveSql sites, FeedSql feed) {
        this(router, rules, sites, feed, RESERVATION);
    }

    /**
     * @param reservation how long a name is held for a site that is not written yet
     */
    HostNames(
            Router router, HostRules rules, SiteLiveSql sites, FeedSql feed, Duration reservation) {
        this.router = router;
        this.rules = rules;
        this.sites = sites;
        this.feed = feed;
        this.reservation = reservation;
    }

    /**
     * Holds the name for ten minutes; again for the same site begins anew. Returns whether the name
     * is confirmed already.
     *
     * @throws PlatException {@code slug-invalid}, {@code slug-taken}
     */
    public boolean reserve(String host, Id site) {
        Name name = rules.name(host);
        return router.write(
                name,
                tx -> {
                    if (names.reserve(tx, name, site, reservation)) {
                        return false;
                    }
                    Optional<HostNameSql.Holder> holder = names.find(tx, name);
                    if (holder.isEmpty() || !holder.get().site().equals(site)) {
                        throw taken(host);
                    }
                    names.extend(tx, name, site, reservation);
                    return holder.get().confirmed();
                });
    }

    /**
     * Makes the name lasting and the site known to hosting; again changes nothing.
     *
     * @throws PlatException {@code slug-invalid}; {@code slug-taken} when another site holds the
     *     name or this site has another name
     */
    public void confirm(String host, Id site, Id owner) {
        Name name = rules.name(host);
        boolean ours = router.write(name, tx -> names.confirm(tx, name, site));
        if (!ours) {
            throw taken(host);
        }
        router.write(site, tx -> insert(tx, host, site, owner));
    }

    private boolean insert(Tx tx, String host, Id site, Id owner) throws SQLException {
        Optional<SiteRow> known = sites.find(tx, site);
        if (known.isPresent()) {
            if (!known.get().host().equals(host)) {
                throw taken(host);
            }
            return false;
        }
        return sites.insert(tx, site, host, owner, feed.raise(tx).seq());
    }

    private static PlatException taken(String host) {
        return new PlatException(
                ErrorCode.SLUG_TAKEN,
                "Another site has this name.",
                "value",
                host,
                "expected",
                "a name that is free");
    }
}
