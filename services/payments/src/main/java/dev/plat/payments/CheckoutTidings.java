package dev.plat.payments;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.outbox.Outbox;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.payments.orphan.Orders;
import dev.plat.payments.payment.Tidings;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.context.BeanProvider;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What checkout is told of payments: by outbox, so that it is told, and with an answer. */
@Singleton
final class CheckoutTidings implements Tidings, Orders, OutboxConsumer {

    private static final String TOPIC = "payment.changed";
    private static final String PAYMENT = "payment";
    private static final Duration CALL_MAX = Duration.ofSeconds(30);

    private final BeanProvider<Outbox> outbox;
    private final ServiceClient services;

    CheckoutTidings(BeanProvider<Outbox> outbox, ServiceClient services) {
        this.outbox = outbox;
        this.services = services;
    }

    @Serdeable
    record Nothing() {}

    /**
     * How the order stands.
     *
     * @param state null: checkout knows no such order
     */
    @Serdeable
    record OrderState(@Nullable String state) {}

    @Override
    public void changed(Tx tx, Id payment) throws SQLException {
        outbox.get().add(tx, TOPIC, Map.of(PAYMENT, payment.toString()));
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        changed(Id.parse(IdKind.PAYMENT, String.valueOf(payload.get(PAYMENT))));
    }

    @Override
    public Optional<String> changed(Id payment) {
        OrderState told =
                services.post(
                        "checkout",
                        "/internal/v1/payments/" + payment + "/changed",
                        new Nothing(),
                        Optional.empty(),
                        OrderState.class,
                        Deadline.in(CALL_MAX));
        return Optional.ofNullable(told.state());
    }
}
