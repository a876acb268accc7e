package dev.plat.chassis.entitlement;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/** For the payments service, which says what accounts may do. */
@Requires(beans = Allowances.class)
@Controller("/internal/v1/entitlements")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EntitlementController {

    private final Allowances allowances;

    EntitlementController(Allowances allowances) {
        this.allowances = allowances;
    }

    /**
     * What an account may do from now on.
     *
     * @param limits how many of what; what is not named is not limited
     */
    @Serdeable
    record Entitlement(
            String account, long version, String plan, String state, Map<String, Long> limits) {}

    @Serdeable
    record Taken(long version) {}

    @Put
    Taken take(@Body Entitlement said) {
        if (!Allowance.State.TEXTS.contains(said.state())) {
            throw PlatException.invalidField(
                    "state", said.state(), String.join(", ", Allowance.State.TEXTS));
        }
        if (said.version() < 1) {
            throw PlatException.invalidField("version", Long.toString(said.version()), "1 or more");
        }
        allowances.keep(
                Id.parse(IdKind.ACCOUNT, said.account()),
                said.version(),
                said.plan(),
                said.state(),
                said.limits().get(Allowances.SITES));
        return new Taken(said.version());
    }
}
