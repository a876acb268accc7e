package dev.plat.payments.store;

import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.payments.subscription.Unsent;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Attempts that were written down and not sent, ended with what they were for. What was sent is
 * heard, and goes back.
 *
 * <p>Threads: safe.
 */
public final class UnsentCharges implements Unsent {

    private final ChangeSql changes = new ChangeSql();
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final SubscriptionSql subscriptions = new SubscriptionSql();

    /** Of a payment no other attempt begins, and none that was not sent goes out. */
    void close(Tx tx, Id payment) throws SQLException {
        payments.close(tx, payment);
        end(tx, payment);
    }

    /** The payment is locked. Nothing follows from it; answers whether there was one. */
    private boolean end(Tx tx, Id payment) throws SQLException {
        Optional<Attempt> waits =
                attempts.live(tx, payment).filter(it -> it.state() == AttemptState.CREATED);
        if (waits.isPresent()) {
            attempts.update(tx, waits.get().unsent());
        }
        return waits.isPresent();
    }

    /**
     * A change that is asked for at this very moment may be missed; it goes back when it is paid.
     */
    @Override
    public void giveUp(Tx tx, Id subscription) throws SQLException {
        Optional<ChangeSql.Pending> change = changes.ofSubscription(tx, subscription);
        if (change.isEmpty()) {
            return;
        }
        payments.find(tx, change.get().payment(), true);
        subscriptions.find(tx, subscription, true);
        if (end(tx, change.get().payment())) {
            changes.delete(tx, subscription);
        }
    }
}
