package dev.plat.payments.refund;

import dev.plat.schemas.Id;
import java.util.List;

/**
 * What shall go back of a payment.
 *
 * @param refund its number
 * @param minor of the payment's currency
 * @param lines of the payment for which it goes back; empty for a share of each
 * @param upTo whether what is left will do, where not so much is
 */
public record RefundWish(Id refund, Id payment, long minor, List<Integer> lines, boolean upTo) {

    public RefundWish {
        lines = List.copyOf(lines);
    }

    /** Whether a refund may be what became of this wish. */
    public boolean means(Refund known) {
        long goes = known.amount().minor();
        return known.payment().equals(payment) && (upTo ? goes <= minor : goes == minor);
    }
}
