package dev.plat.payments.store;

import dev.plat.payments.ledger.Journal;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Tells an account that its payment was captured, after what follows for its subscription, whose
 * row is locked before any endpoint's.
 */
public final class ToldSettling implements Settling {

    private final Settling first;
    private final Told told = new Told();

    public ToldSettling(Settling first) {
        this.first = first;
    }

    @Override
    public List<Journal> settled(Tx tx, Attempt attempt, Instant now) throws SQLException {
        List<Journal> journals = first.settled(tx, attempt, now);
        if (attempt.state() == AttemptState.CAPTURED) {
            told.captured(tx, attempt, now);
        }
        return journals;
    }
}
