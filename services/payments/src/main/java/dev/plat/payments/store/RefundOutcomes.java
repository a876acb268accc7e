package dev.plat.payments.store;

import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundEnd;
import dev.plat.payments.refund.RefundState;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** What a change of a refund comes to in the books, and what a person's end of it leads to. */
final class RefundOutcomes {

    private final InstantSource clock;
    private final RefundSql refunds = new RefundSql();
    private final ExpectedSql expected;
    private final Ledger ledger = new Ledger();
    private final Postings postings;

    RefundOutcomes(String provider, InstantSource clock) {
        this.clock = clock;
        this.expected = new ExpectedSql(provider);
        this.postings = new Postings(provider);
    }

    static PlatException mismatch(Id refund) {
        return new PlatException(
                ErrorCode.IDEMPOTENCY_MISMATCH,
                "Another refund has this id.",
                "value",
                refund.toString());
    }

    static Map<String, Object> facts(Refund before, Refund after) {
        RefundEnd end = after.settled();
        Id next = after.next();
        return Map.of(
                "was",
                before.state().text() + ": " + before.reason(),
                "how",
                (end == null ? RefundEnd.WENT : end).text(),
                "amount",
                after.amount().toString(),
                "payment",
                after.payment().toString(),
                "next",
                next == null ? "" : next.toString());
    }

    void book(Tx tx, Refund before, Refund after) throws SQLException {
        boolean was = before.state() == RefundState.DONE;
        boolean is = after.state() == RefundState.DONE;
        Instant now = clock.instant();
        if (!was && is && !booked(tx, after, Movement.Kind.REFUND)) {
            Money gone = after.amount().negated();
            expected.insert(tx, after.id(), Movement.Kind.REFUND, gone, now);
            ledger.post(tx, postings.paid(after, now));
        }
        boolean ended = before.settled() == null && after.settled() != null;
        if (ended && after.settled() == RefundEnd.AGAIN) {
            following(tx, after, now);
        }
        // One in review may have been done before: then it is owed again first.
        boolean wentBefore = ended && booked(tx, after, Movement.Kind.REFUND);
        boolean back = (was && after.state() == RefundState.FAILED) || wentBefore;
        if (back && !booked(tx, after, Movement.Kind.REFUND_FAILED)) {
            expected.insert(tx, after.id(), Movement.Kind.REFUND_FAILED, after.amount(), now);
            ledger.post(tx, postings.returned(after, now));
        }
        if (ended && after.settled() == RefundEnd.ELSEWHERE) {
            ledger.post(tx, postings.elsewhere(after, now));
        }
    }

    private boolean booked(Tx tx, Refund refund, Movement.Kind kind) throws SQLException {
        return expected.find(tx, refund.id(), kind).isPresent();
    }

    /** What is owed and what was credited stand as they are. */
    private void following(Tx tx, Refund settled, Instant now) throws SQLException {
        Refund next = settled.following(now);
        if (refunds.find(tx, next.id(), false).isPresent()) {
            throw mismatch(next.id());
        }
        refunds.insert(tx, next);
    }
}
