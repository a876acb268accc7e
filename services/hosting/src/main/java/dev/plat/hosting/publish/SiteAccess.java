package dev.plat.hosting.publish;

import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.ticket.Caller;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;

/**
 * Whose site it is. A foreign site looks exactly like one that does not exist: an id must tell
 * nothing to those who may not see it.
 *
 * <p>Threads: safe; blocking.
 */
public final class SiteAccess {

    private final Router router;
    private final SiteLiveSql sites;
    private final Allowances allowances;

    public SiteAccess(Router router, SiteLiveSql sites, Allowances allowances) {
        this.router = router;
        this.sites = sites;
        this.allowances = allowances;
    }

    /**
     * Says that who asks may publish; outside any transaction. What is published stays, whatever is
     * paid.
     *
     * @throws PlatException {@code plan-limit} when the account's plan is not paid
     */
    void requirePublishing(Caller caller) {
        caller.behind().ifPresent(account -> allowances.of(account).requireWriting());
    }

    /**
     * The site's row, for one who may change it.
     *
     * @throws PlatException {@code not-found}
     */
    public SiteRow expect(Id site, Caller caller) {
        return router.read(site, tx -> expect(tx, site, caller));
    }

    SiteRow expect(Tx tx, Id site, Caller caller) throws SQLException {
        return sites.find(tx, site)
                .filter(row -> mayChange(row.owner(), caller))
                .orElseThrow(() -> unknown(site));
    }

    /** How the release and deploy rows name who did it. */
    static String name(Caller caller) {
        return switch (caller) {
            case Caller.Person person -> person.account().toString();
            case Caller.Service service ->
                    service.actingFor().map(Id::toString).orElse("service:" + service.name());
        };
    }

    /** A service that acts for a person may what the person may; one that acts for itself, all. */
    private static boolean mayChange(Id owner, Caller caller) {
        return caller.behind().map(owner::equals).orElseGet(() -> caller instanceof Caller.Service);
    }

    private static PlatException unknown(Id site) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "There is no such site.", "value", site.toString());
    }
}
