package dev.plat.payments.entitlement;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Bucket;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.Map;

/** Brings entitlements to one of the services that obey them, until it has taken them. */
public final class EntitlementDelivery implements OutboxConsumer {

    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final String service;
    private final ServiceClient client;

    /**
     * @param service of {@link EntitlementMessage#OBEYING}
     */
    public EntitlementDelivery(String service, ServiceClient client) {
        this.service = service;
        this.client = client;
    }

    /** What was taken. */
    @Serdeable
    record Taken(long version) {}

    @Override
    public String topic() {
        return EntitlementMessage.topic(service);
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        var _ =
                client.put(
                        service,
                        "/internal/v1/entitlements",
                        payload,
                        Taken.class,
                        Deadline.in(CALL_MAX));
    }
}
