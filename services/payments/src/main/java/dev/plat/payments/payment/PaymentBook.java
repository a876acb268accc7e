package dev.plat.payments.payment;

import dev.plat.payments.invoice.Sold;
import dev.plat.payments.operator.Said;
import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where payments outlive the process. Each call is one transaction, and nothing is asked of a
 * provider from inside one.
 */
public interface PaymentBook {

    /** A payment with its newest attempt. */
    record Standing(Payment payment, Attempt newest) {}

    /** Decides about one attempt under its lock. */
    @FunctionalInterface
    interface Change {

        /**
         * Decides.
         *
         * @param alone whether no other attempt of its payment lives
         * @return what it becomes; empty leaves it
         */
        Optional<Attempt> of(Attempt attempt, boolean alone);
    }

    /**
     * Keeps a new payment with its first attempt, or answers the one there is.
     *
     * @param lines what it is for; empty where nobody has said
     */
    Standing place(Payment payment, List<Sold> lines, Attempt first);

    /**
     * Of its lines only these are taken; an invoice will say no more than that.
     *
     * @param minor to which they come
     * @throws dev.plat.schemas.PlatException {@code money-invalid} when they do not
     */
    void keepOnly(Id payment, List<Integer> lines, long minor);

    Optional<Standing> find(Id payment);

    /**
     * Keeps another attempt, unless one of its payment lives. Its buyer comes back to where it
     * says.
     *
     * @return the payment with the attempt that counts now
     * @throws dev.plat.schemas.PlatException {@code order-state} when the payment was closed
     */
    Standing again(Attempt next);

    /** From here on no other attempt of it begins. */
    void close(Id payment);

    /** How many attempts a payment has had since then on a page; those not sent yet count. */
    int attempts(Id payment, Instant since);

    /**
     * What was declined on a page since then; a card that is charged without its owner is nobody's
     * guess.
     *
     * @param ofPayment attempts of it
     * @param ofAccount attempts of all payments of its account
     */
    record Declined(int ofPayment, int ofAccount) {}

    /** How often cards were declined. */
    Declined declined(Id payment, Instant since);

    Optional<Attempt> attempt(Id attempt);

    /**
     * Changes one attempt, and what follows from it for its payment and for the books.
     *
     * @return what was stored, or empty
     */
    Optional<Attempt> change(Id attempt, Change change);

    /** The same, because a person says so: who and why is kept with it. */
    Optional<Attempt> settle(Id attempt, Said said, Change change);

    /** The provider's name for an account, when it is known. */
    Optional<String> customer(Id account);

    /** Keeps it; the first that is kept stays. */
    String keepCustomer(Id account, String ref);

    /** Attempts that are due, the oldest first. */
    List<Id> due(Instant now, int limit);
}
