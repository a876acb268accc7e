package dev.plat.payments.refund;

import dev.plat.payments.operator.Said;
import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where refunds outlive the process; each call is one transaction. */
public interface RefundBook {

    /**
     * Keeps a new refund of a payment, or answers the one with this id.
     *
     * @throws dev.plat.schemas.PlatException {@code refund-too-large} when not so much is left, or
     *     nothing is where less would do, {@code idempotency-mismatch} when the id stands for
     *     another
     */
    Refund request(RefundWish wish, Instant now);

    Optional<Refund> find(Id refund);

    /** Changes one under its lock, and what follows for the books. */
    Optional<Refund> change(Id refund, UnaryOperator<Refund> change);

    /**
     * The same, because a person says so: who and why is kept with it.
     *
     * @throws dev.plat.schemas.PlatException {@code idempotency-mismatch} when the number under
     *     which it shall be tried again is another refund's
     */
    Optional<Refund> settle(Id refund, Said said, UnaryOperator<Refund> change);

    /** Those that are due, the oldest first. */
    List<Id> due(Instant now, int limit);
}
