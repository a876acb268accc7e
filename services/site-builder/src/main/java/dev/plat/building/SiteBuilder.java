package dev.plat.building;

import dev.plat.chassis.Chassis;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.router.core.Router;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;

/** The process. */
@Factory
public final class SiteBuilder {

    public static void main(String[] args) {
        Chassis.run(SiteBuilder.class, args);
    }

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("site-builder", Tier.BUILDING, Set.of(Tier.BUILDING_FILES));
    }

    @Singleton
    Allowances allowances(Router router, InstantSource clock) {
        return new Allowances(router, clock);
    }
}
