package dev.plat.payments.store;

import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.Tidings;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.time.Instant;

/** Whom a change of an attempt concerns: an order waits for money, or for a person who looks. */
final class Notices {

    private final Tidings tidings;
    private final PaymentSql payments;
    private final SecuredSql secured = new SecuredSql();

    Notices(Tidings tidings, PaymentSql payments) {
        this.tidings = tidings;
        this.payments = payments;
    }

    void tell(Tx tx, Attempt before, Attempt after, Instant now) throws SQLException {
        if (before.state() == after.state() || after.surplus()) {
            return;
        }
        switch (after.state()) {
            case AUTHORISED, CAPTURED -> {
                if (bought(tx, after.payment())) {
                    secured.insert(tx, after.payment(), now);
                }
                tidings.changed(tx, after.payment());
            }
            case REVIEW -> tidings.changed(tx, after.payment());
            case CREATED, SENT, ACTION, PENDING, UNKNOWN, DECLINED, ERRORED, VOIDED -> {}
        }
    }

    /** Checkout's payments have their orders' numbers; others are nobody's there. */
    private boolean bought(Tx tx, Id payment) throws SQLException {
        Id order = payments.find(tx, payment, false).orElseThrow().order();
        return order.uuid().equals(payment.uuid());
    }
}
