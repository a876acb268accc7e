package dev.plat.building.access;

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

    SiteAccess(SiteRows sites) {
        this.sites = sites;
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
