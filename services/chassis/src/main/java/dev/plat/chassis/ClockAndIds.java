package dev.plat.chassis;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The clock, the source of ids and the service ticket, made here once and handed in everywhere. */
@Factory
final class ClockAndIds {

    @Singleton
    @Primary // Micronaut brings one of its own
    InstantSource clock(
            @Value("${plat.clock.file:}") String file, @Value("${plat.profile:}") String profile) {
        if (file.isEmpty()) {
            return InstantSource.system();
        }
        if (profile.equals("production")) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A clock that can be turned is not for production.",
                    "setting",
                    "plat.clock.file",
                    "value",
                    file,
                    "expected",
                    "none");
        }
        return new TurnedClock(Path.of(file), InstantSource.system());
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
