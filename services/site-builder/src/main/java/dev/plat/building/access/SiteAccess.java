package dev.plat.building.access;

import dev.plat.chassis.entitlement.Allowance;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;

/**
 * Who may see and change a site: its owner. A site of somebody else answers exactly as one that
 * does not exist.
 */
@Singleton
public final class SiteAccess {

    private final SiteRows sites;
    private final Allowances allowances;

    SiteAccess(SiteRows sites, Allowances allowances) {
        this.sites = sites;
        this.allowances = allowances;
    }

    /**
     * Says that an account may change and publish what is its own; outside any transaction.
     *
     * @throws PlatException {@code plan-limit}
     */
    public void requireWriting(Id account) {
        allowances.of(account).requireWriting();
    }

    /** What the account's plan lets it do; outside any transaction. */
    public Allowance allowance(Id account) {
        return allowances.of(account);
    }

    /**
     * The site, inside a transaction of its bucket.
     *
     * @throws PlatException {@code not-found}
     */
    public SiteRow require(Tx tx, Id site, Id account) {
        return sites.findByBucketAndSiteId((short) tx.bucket().number(), site.uuid())
                .filter(row -> row.ownerId().equals(account.uuid()))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such site.",
                                "value",
                                site.toString()));
    }
}
