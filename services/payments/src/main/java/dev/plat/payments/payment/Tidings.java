package dev.plat.payments.payment;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;

/** Whom a change of a payment is told to: written down in the transaction that makes it. */
@FunctionalInterface
public interface Tidings {

    Tidings NONE = (_, _) -> {};

    void changed(Tx tx, Id payment) throws SQLException;
}
