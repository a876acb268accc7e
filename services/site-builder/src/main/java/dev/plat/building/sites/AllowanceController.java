package dev.plat.building.sites;

import dev.plat.building.access.SiteAccess;
import dev.plat.chassis.entitlement.Allowance;
import dev.plat.chassis.ticket.Caller;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;

/** What an account's plan lets it do, to its owner; answered also while payments is away. */
@Controller("/api/v1/allowance")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AllowanceController {

    private final SiteAccess access;

    AllowanceController(SiteAccess access) {
        this.access = access;
    }

    @Get
    AllowanceAnswer allowance(Caller.Person person) {
        Allowance allowance = access.allowance(person.account());
        return new AllowanceAnswer(
                allowance.plan(), allowance.state().text(), SiteLimit.most(allowance));
    }

    /**
     * @param plan empty where none was told
     * @param state {@code active past-due read-only}
     * @param sites how many the account may have
     */
    @Serdeable
    record AllowanceAnswer(String plan, String state, int sites) {}
}
