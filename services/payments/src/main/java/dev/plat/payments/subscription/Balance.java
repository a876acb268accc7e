package dev.plat.payments.subscription;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Currency;

/**
 * What an account has with us beside its open invoices. Of what is billed next the one is taken
 * off, the other added.
 *
 * @param credit what we owe it in goods, zero or more
 * @param carried what it owes us because it was too little to be charged, zero or more
 */
public record Balance(Money credit, Money carried) {

    public Balance {
        if (credit.isNegative() || carried.isNegative()) {
            throw new IllegalArgumentException("a balance of " + credit + " and " + carried);
        }
    }

    /** Of an account with nothing. */
    public static Balance none(Currency currency) {
        return new Balance(Money.zero(currency), Money.zero(currency));
    }

    /**
     * What comes of a bill.
     *
     * @param due what is charged for it now: nothing, or as much as can be charged
     * @param after what the account has then, when that is paid
     */
    public record Settled(Money due, Balance after) {}

    /**
     * Settles what is billed.
     *
     * @param open what it comes to; below zero what is left over of it
     * @param least that can be charged
     */
    public Settled settle(Money open, Money least) {
        Money none = Money.zero(open.currency());
        Money rest = open.plus(carried).minus(credit);
        if (rest.isNegative()) {
            return new Settled(none, new Balance(rest.negated(), none));
        }
        return rest.compareTo(least) < 0
                ? new Settled(none, new Balance(none, rest))
                : new Settled(rest, none(open.currency()));
    }
}
