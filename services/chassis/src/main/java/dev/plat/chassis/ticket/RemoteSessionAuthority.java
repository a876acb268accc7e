package dev.plat.chassis.ticket;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Asks site-builder; for every service that is not site-builder itself. */
@Singleton
@Requires(missingBeans = SessionAuthority.class)
final class RemoteSessionAuthority implements SessionAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServiceClient client;

    RemoteSessionAuthority(ServiceClient client) {
        this.client = client;
    }

    @Override
    public boolean holds(Ticket ticket) {
        String path =
                "/internal/v1/sessions/"
                        + ticket.session()
                        + "?account="
                        + ticket.account()
                        + "&epoch="
                        + ticket.epoch();
        return client.get("site-builder", path, Standing.class, Deadline.in(PATIENCE)).holds();
    }

    /** What site-builder answers. */
    @Serdeable
    record Standing(boolean holds) {}
}
