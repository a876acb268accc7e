package dev.plat.payments.entitlement;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Brings entitlements to the site builder: a row in the transaction that made the version, then
 * sent until it was taken.
 */
@Singleton
@Requires(bean = Catalogue.class)
public final class EntitlementMessage implements Entitlements.Sending, OutboxConsumer {

    private static final String TOPIC = "payments.entitlement";
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final ServiceClient client;

    EntitlementMessage(Outbox outbox, ServiceClient client) {
        this.outbox = outbox;
        this.client = client;
    }

    /** What was taken. */
    @Serdeable
    record Taken(long version) {}

    @Override
    public void send(Tx tx, Id account, Entitlements.Versioned versioned) throws SQLException {
        outbox.add(
                tx,
                TOPIC,
                Map.of(
                        "account", account.toString(),
                        "version", versioned.version(),
                        "plan", versioned.entitlement().plan(),
                        "state", versioned.entitlement().state().text(),
                        "limits", versioned.entitlement().limits()));
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        var _ =
                client.put(
                        "site-builder",
                        "/internal/v1/entitlements",
                        payload,
                        Taken.class,
                        Deadline.in(CALL_MAX));
    }
}
