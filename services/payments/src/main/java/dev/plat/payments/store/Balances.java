package dev.plat.payments.store;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.subscription.Balance;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Currency;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What accounts have beside their open invoices, as it stands in the books. */
final class Balances {

    private final Ledger ledger = new Ledger();

    Balance of(Tx tx, Id account, Currency currency) throws SQLException {
        return new Balance(
                ledger.balance(tx, credit(account), currency).negated(),
                ledger.balance(tx, carried(account), currency));
    }

    /** From one to the other; what is left of the bill is owed. */
    static Optional<Journal> settled(
            String key, Id account, Balance before, Balance after, Instant now) {
        Money used = before.credit().minus(after.credit());
        Money carried = after.carried().minus(before.carried());
        List<Line> lines =
                Stream.of(
                                new Part(credit(account), used),
                                new Part(carried(account), carried),
                                new Part(receivable(account), used.plus(carried).negated()))
                        .filter(part -> !part.amount().isZero())
                        .map(part -> new Line(part.account(), part.amount()))
                        .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Journal(
                                key, JournalKind.CREDIT_HOLD, now, OptionalLong.empty(), lines));
    }

    private record Part(Account account, Money amount) {}

    /**
     * An invoice was taken back: what was taken off it is the account's again, or what was added to
     * it is owed again as before.
     *
     * @param used what was taken off it; below zero what was added
     */
    static Journal unsettled(Id invoice, Id account, Money used, Instant now) {
        Account with = used.isNegative() ? carried(account) : credit(account);
        return new Journal(
                invoice + "/credit-back",
                JournalKind.CREDIT_HOLD,
                now,
                new Line(receivable(account), used),
                new Line(with, used.negated()));
    }

    private static Account credit(Id account) {
        return new Account(AccountKind.CREDIT, account.toString());
    }

    private static Account receivable(Id account) {
        return new Account(AccountKind.RECEIVABLE, account.toString());
    }

    /** Owed as well, but no invoice waits for it. */
    private static Account carried(Id account) {
        return new Account(AccountKind.RECEIVABLE, account + Account.CARRIED);
    }
}
