package dev.plat.domains.claim;

import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** Whom a name serves, for services only, as the chassis sees to. */
@Controller("/internal/v1/domains/{name}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InternalController {

    private final HostNames hostNames;
    private final HeldHosts hosts;

    InternalController(HostNames hostNames, HeldHosts hosts) {
        this.hostNames = hostNames;
        this.hosts = hosts;
    }

    @Get
    Standing standing(String name) {
        HostName host = hostNames.parse(name);
        return hosts.find(host.ascii())
                .map(InternalController::standing)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "Nobody ever held this name.",
                                "value",
                                host.ascii()));
    }

    private static Standing standing(HeldHosts.Standing found) {
        return new Standing(
                found.name(),
                found.version(),
                found.site() == null ? (found.leaving() ? "leaving" : "off") : "held",
                found.site() == null ? null : found.site().toString(),
                found.redirectTo());
    }

    /** {@code held}, {@code leaving} or {@code off}. */
    @Serdeable
    record Standing(
            String name,
            long version,
            String state,
            @Nullable String site,
            @Nullable String redirectTo) {}
}
