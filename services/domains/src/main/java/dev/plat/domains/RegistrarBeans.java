package dev.plat.domains;

import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.epp.EppRegistrar;
import dev.plat.domains.registration.Pace;
import dev.plat.domains.registration.RegistrarId;
import dev.plat.domains.registration.SaleSettings;
import dev.plat.router.core.ControlPoints;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** The registry that names are bought from. */
@Factory
final class RegistrarBeans {

    @Singleton
    SaleSettings sales(RegistrarConfig config) {
        return new SaleSettings(
                config.sold(),
                config.withoutPayment(),
                config.withoutPayment() || config.freeTransfers());
    }

    @Singleton
    @Requires(property = "plat.registrar.epp")
    RegistrarId id(RegistrarConfig config) {
        return new RegistrarId(config.id());
    }

    @Singleton
    Pace pace(RegistrarConfig config) {
        return new Pace(config.answer());
    }

    /** Connects when it is first asked something. */
    @Singleton
    @Bean(preDestroy = "close", typed = Registrar.class)
    @Requires(property = "plat.registrar.epp")
    EppRegistrar registrar(RegistrarConfig config, ControlPoints points) {
        return new EppRegistrar(config.settings(), points);
    }
}
