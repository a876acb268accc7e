package dev.plat.payments.store;

import dev.plat.payments.ledger.Journal;
import dev.plat.payments.payment.Attempt;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What follows for a subscription when an attempt is over, in the same transaction. */
@FunctionalInterface
public interface Settling {

    /** Where nothing is owed by subscription. */
    Settling NOTHING = (_, _, _) -> List.of();

    /**
     * The attempt is captured or dead now, and was not before. Its payment is locked.
     *
     * @param attempt no surplus
     * @return what it comes to in the books, beside the attempt's own journals
     */
    List<Journal> settled(Tx tx, Attempt attempt, Instant now) throws SQLException;
}
