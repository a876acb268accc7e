package dev.plat.payments.store;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.refund.Refund;
import dev.plat.schemas.Id;
import java.time.Instant;

/** What a change comes to in the books. The keys are for ever: a fact is booked once. */
final class Postings {

    private final Account provider;

    Postings(String provider) {
        this.provider = new Account(AccountKind.PROVIDER, provider);
    }

    /** What was taken too much is owed back at once. */
    Journal captured(Attempt attempt, Instant now) {
        Money taken = new Money(attempt.captured(), attempt.amount().currency());
        AccountKind owed = attempt.surplus() ? AccountKind.REFUNDS_DUE : AccountKind.RECEIVABLE;
        return new Journal(
                attempt.id() + "/captured",
                JournalKind.CAPTURE,
                now,
                Line.debit(provider, taken),
                Line.credit(of(owed, attempt.account()), taken));
    }

    /** What was paid is owed back. */
    Journal due(Refund refund, Instant now) {
        return new Journal(
                refund.id() + "/due",
                JournalKind.REFUND,
                now,
                Line.debit(of(AccountKind.RECEIVABLE, refund.account()), refund.amount()),
                Line.credit(of(AccountKind.REFUNDS_DUE, refund.account()), refund.amount()));
    }

    Journal paid(Refund refund, Instant now) {
        return new Journal(
                refund.id() + "/paid",
                JournalKind.REFUND,
                now,
                Line.debit(of(AccountKind.REFUNDS_DUE, refund.account()), refund.amount()),
                Line.credit(provider, refund.amount()));
    }

    /** The buyer's bank sent it back: it is owed again. */
    Journal returned(Refund refund, Instant now) {
        return new Journal(
                refund.id() + "/returned",
                JournalKind.REFUND,
                now,
                Line.debit(provider, refund.amount()),
                Line.credit(of(AccountKind.REFUNDS_DUE, refund.account()), refund.amount()));
    }

    /** The buyer was paid past the provider. */
    Journal elsewhere(Refund refund, Instant now) {
        return new Journal(
                refund.id() + "/elsewhere",
                JournalKind.REFUND,
                now,
                Line.debit(of(AccountKind.REFUNDS_DUE, refund.account()), refund.amount()),
                Line.credit(new Account(AccountKind.BANK, ""), refund.amount()));
    }

    private static Account of(AccountKind kind, Id account) {
        return new Account(kind, account.toString());
    }
}
