package dev.plat.chassis;

import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The clock, the source of ids and the service ticket, made here once and handed in everywhere. */
@Factory
final class ClockAndIds {

    @Singleton
    @Primary // Micronaut brings one of its own
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    IdGenerator ids(InstantSource clock) {
        return new IdGenerator(clock, new SecureRandom());
    }

    @Singleton
    ServiceTicket serviceTicket(Secrets secrets, InstantSource clock) {
        return new ServiceTicket(secrets.get("service.secret"), clock);
    }
}
