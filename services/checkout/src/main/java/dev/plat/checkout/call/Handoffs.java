package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.ticket.Caller;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.Optional;

/**
 * Who has come from the dashboard, as site-builder says.
 *
 * <p>Threads: safe; blocking.
 */
public final class Handoffs {

    private static final Duration CALL_MAX = Duration.ofSeconds(5);

    private final ServiceClient client;

    public Handoffs(ServiceClient client) {
        this.client = client;
    }

    @Serdeable
    record Arriving(String code, String state) {}

    @Serdeable
    record Arrived(String account, String session, long epoch) {}

    /**
     * Counts once.
     *
     * @param state digest of what this browser was given before it left
     * @throws dev.plat.schemas.PlatException {@code not-found}, {@code field-invalid}
     */
    public Caller.Person arrive(String code, String state) {
        Arrived who =
                client.post(
                        "site-builder",
                        "/internal/v1/handoffs",
                        new Arriving(code, state),
                        Optional.empty(),
                        Arrived.class,
                        Deadline.in(CALL_MAX));
        return new Caller.Person(
                Id.parse(IdKind.ACCOUNT, who.account()),
                Id.parse(IdKind.SESSION, who.session()),
                who.epoch());
    }
}
