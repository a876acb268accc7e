package dev.plat.building.sites;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.util.List;

/** The pages of a site, for the rooms that need them in a transaction of their own. */
@Singleton
public final class SitePages {

    private final PageRows rows;

    SitePages(PageRows rows) {
        this.rows = rows;
    }

    /** In the order the customer gave them. */
    public List<PageRow> ofSite(Tx tx, Id site) {
        return rows.findByBucketAndSiteIdOrderByPosition((short) tx.bucket().number(), site.uuid());
    }
}
