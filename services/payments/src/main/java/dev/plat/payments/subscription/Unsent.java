package dev.plat.payments.subscription;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;

/** What a subscription is about to be charged for, when it ends before that is sent. */
@FunctionalInterface
public interface Unsent {

    /**
     * Gives up the change that is being paid, where nothing of its charge was sent. The payment is
     * locked, and the subscription after it, so it is not locked before.
     */
    void giveUp(Tx tx, Id subscription) throws SQLException;
}
