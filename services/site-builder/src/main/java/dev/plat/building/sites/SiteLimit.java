package dev.plat.building.sites;

import dev.plat.building.access.SiteAccess;
import dev.plat.chassis.entitlement.Allowance;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;

/**
 * How many sites an account may have. Those that it has it keeps, also when they are more than its
 * plan allows by now.
 */
@Singleton
final class SiteLimit {

    private final SiteAccess access;
    private final MySites mySites;

    SiteLimit(SiteAccess access, MySites mySites) {
        this.access = access;
        this.mySites = mySites;
    }

    /** As many as the plan allows, and never more than one list shows. */
    static int most(Allowance allowance) {
        return (int) Math.min(MySites.SITES_MAX, allowance.sites().orElse(MySites.SITES_MAX));
    }

    /**
     * Says that the account may have {@code another} site beside those it has; outside any
     * transaction.
     *
     * @throws PlatException {@code plan-limit}
     */
    void require(Id account, Id another) {
        Allowance allowance = access.allowance(account);
        allowance.requireWriting();
        int most = most(allowance);
        if (!mySites.full(account, another, most)) {
            return;
        }
        String plan = allowance.plan();
        boolean byPlan = !plan.isEmpty() && most < MySites.SITES_MAX;
        throw new PlatException(
                ErrorCode.PLAN_LIMIT,
                byPlan
                        ? "Your plan, %s, has room for %s, and you have them. What you have stays; another"
                                        .formatted(plan, sites(most))
                                + " plan has room for more."
                        : "An account has room for %s here, and you have them."
                                .formatted(sites(most)),
                "limit",
                most,
                "plan",
                plan);
    }

    private static String sites(int count) {
        return count == 1 ? "1 site" : count + " sites";
    }
}
