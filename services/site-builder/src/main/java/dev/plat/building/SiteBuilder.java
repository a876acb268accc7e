package dev.plat.building;

import dev.plat.chassis.Chassis;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.entitlement.FreePlan;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** The process. */
@Factory
public final class SiteBuilder {

    private static final Duration ASK_MAX = Duration.ofSeconds(5);

    public static void main(String[] args) {
        Chassis.run(SiteBuilder.class, args);
    }

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("site-builder", Tier.BUILDING, Set.of(Tier.BUILDING_FILES));
    }

    /**
     * @param untold {@code plat.untold.sites}: how many sites an account may have that pays
     *     nothing, until payments has told it; for ever where nothing is sold
     */
    @Singleton
    @Bean(preDestroy = "close")
    FreePlan freePlan(
            Router router, ServiceClient client, @Value("${plat.untold.sites:1}") long untold) {
        return new FreePlan(
                router,
                () ->
                        client.get(
                                "payments",
                                "/internal/v1/plans/free",
                                FreePlan.Told.class,
                                Deadline.in(ASK_MAX)),
                untold);
    }

    @Singleton
    Allowances allowances(Router router, InstantSource clock, FreePlan others) {
        return new Allowances(router, clock, others);
    }

    /** Once the process listens. */
    @Singleton
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final FreePlan plan;

        Start(FreePlan plan) {
            this.plan = plan;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            plan.start();
        }
    }
}
