package dev.plat.hosting.api;

import dev.plat.hosting.hosts.HostNames;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;

/** Host names for those who make sites; for services only, as the chassis sees to. */
@Controller("/internal/v1/hosts/{host}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HostController {

    private final HostNames hosts;

    HostController(HostNames hosts) {
        this.hosts = hosts;
    }

    @Post("/reserve")
    State reserve(String host, @Body Claim claim) {
        boolean confirmed = hosts.reserve(host, Id.parse(IdKind.SITE, claim.site));
        return new State(confirmed ? "confirmed" : "reserved");
    }

    @Post("/confirm")
    State confirm(String host, @Body Claim claim) {
        hosts.confirm(
                host, Id.parse(IdKind.SITE, claim.site), Id.parse(IdKind.ACCOUNT, claim.owner));
        return new State("confirmed");
    }

    /** For which site, and whose. */
    @Serdeable
    record Claim(String site, String owner) {}

    /** {@code reserved} or {@code confirmed}. */
    @Serdeable
    record State(String state) {}
}
