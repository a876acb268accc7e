package dev.plat.payments.store;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.schemas.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a movement comes to in the books, beyond what was booked when we asked for it. The keys are
 * the provider's own names, and the time is the provider's: whoever comes again says the same.
 */
final class MovementPostings {

    private final String provider;
    private final Account clearing;
    private final Account fees;

    MovementPostings(String provider) {
        this.provider = provider;
        this.clearing = new Account(AccountKind.PROVIDER, provider);
        this.fees = new Account(AccountKind.FEES, provider);
    }

    String key(Movement movement) {
        return provider + ":" + movement.id();
    }

    /** Of what was booked when we asked for it, only the fee is left. */
    List<Journal> fee(Movement movement) {
        return journals(movement, "/fee", JournalKind.FEE, List.of());
    }

    /** What the provider moved beyond what we booked. */
    List<Journal> suspense(Movement movement, Money rest) {
        return journals(
                movement,
                "",
                JournalKind.SUSPENSE,
                lines(new Account(AccountKind.SUSPENSE, provider), rest));
    }

    /** Taken too often: it is owed at once. */
    List<Journal> surplus(Movement movement, Id account) {
        return journals(
                movement,
                "",
                JournalKind.CAPTURE,
                lines(new Account(AccountKind.REFUNDS_DUE, account.toString()), movement.amount()));
    }

    List<Journal> dispute(Movement movement) {
        return journals(
                movement,
                "",
                JournalKind.DISPUTE,
                lines(new Account(AccountKind.DISPUTES, provider), movement.amount()));
    }

    /** What concerns nobody's payment. */
    List<Journal> alone(Movement movement) {
        return switch (movement.kind()) {
            case PAYOUT ->
                    journals(
                            movement,
                            "",
                            JournalKind.PAYOUT,
                            lines(new Account(AccountKind.BANK, ""), movement.amount()));
            case FEE -> journals(movement, "", JournalKind.FEE, lines(fees, movement.amount()));
            case CHARGE, REFUND, REFUND_FAILED, DISPUTE, OTHER ->
                    suspense(movement, movement.amount());
        };
    }

    private List<Line> lines(Account other, Money moved) {
        return moved.isZero()
                ? List.of()
                : List.of(Line.debit(clearing, moved), Line.credit(other, moved));
    }

    /** With the fee, when there is one; nothing where nothing moved. */
    private List<Journal> journals(
            Movement movement, String suffix, JournalKind kind, List<Line> lines) {
        List<Line> all = new ArrayList<>(lines);
        if (!movement.fee().isZero()) {
            all.add(Line.debit(fees, movement.fee()));
            all.add(Line.credit(clearing, movement.fee()));
        }
        return all.isEmpty()
                ? List.of()
                : List.of(
                        new Journal(
                                key(movement) + suffix,
                                kind,
                                movement.created(),
                                OptionalLong.empty(),
                                all));
    }
}
