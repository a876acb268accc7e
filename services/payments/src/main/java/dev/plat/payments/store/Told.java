package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.outgoing.Event;
import dev.plat.payments.outgoing.EventType;
import dev.plat.payments.outgoing.Telling;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.refund.Refund;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What accounts are told of their money. */
final class Told {

    private static final String PAYMENT = "payment";

    private final Telling telling = new Telling();

    void captured(Tx tx, Attempt attempt, Instant now) throws SQLException {
        telling.tell(
                tx,
                new Event(
                        EventType.PAYMENT_CAPTURED,
                        attempt.account(),
                        attempt.payment().toString(),
                        now,
                        Map.of(PAYMENT, attempt.payment().toString()),
                        Optional.of(new Money(attempt.captured(), attempt.amount().currency()))));
    }

    void refunded(Tx tx, Refund refund, Instant now) throws SQLException {
        telling.tell(
                tx,
                new Event(
                        EventType.PAYMENT_REFUNDED,
                        refund.account(),
                        refund.id().toString(),
                        now,
                        Map.of(
                                "refund",
                                refund.id().toString(),
                                PAYMENT,
                                refund.payment().toString()),
                        Optional.of(refund.amount())));
    }
}
