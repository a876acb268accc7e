package dev.plat.payments.ledger;

import dev.plat.payments.money.Money;

/**
 * One line of a journal.
 *
 * @param amount a debit above zero, a credit below
 */
public record Line(Account account, Money amount) {

    public Line {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a line of nothing at " + account);
        }
    }

    public static Line debit(Account account, Money amount) {
        return new Line(account, amount);
    }

    public static Line credit(Account account, Money amount) {
        return new Line(account, amount.negated());
    }

    Line reversed() {
        return new Line(account, amount.negated());
    }
}
