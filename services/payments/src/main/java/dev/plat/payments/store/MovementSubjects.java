package dev.plat.payments.store;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Judgement;
import dev.plat.payments.reconcile.Ours;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundState;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attempt or refund that a movement names: what we have of it, and what is booked there. */
final class MovementSubjects {

    private final ExpectedSql expected;
    private final MovementPostings postings;
    private final Ledger ledger;
    private final Account clearing;
    private final DisputeSql disputes;
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final RefundSql refunds = new RefundSql();

    MovementSubjects(
            String provider, ExpectedSql expected, MovementPostings postings, Ledger ledger) {
        this.expected = expected;
        this.postings = postings;
        this.ledger = ledger;
        this.clearing = new Account(AccountKind.PROVIDER, provider);
        this.disputes = new DisputeSql(provider);
    }

    /** Judges under the lock of the payment or the refund. */
    Judgement meet(
            Tx tx,
            Movement movement,
            Id subject,
            @Nullable String intent,
            Function<Optional<Ours>, Judgement> judge)
            throws SQLException {
        if (subject.kind() == IdKind.REFUND) {
            Optional<Refund> refund = refunds.find(tx, subject, true);
            Optional<Ours> ours =
                    refund.isEmpty()
                            ? Optional.empty()
                            : Optional.of(ours(tx, movement, refund.get()));
            Judgement judged = judge.apply(ours);
            book(tx, movement, subject, judged);
            return judged;
        }
        Optional<Attempt> attempt = attempt(tx, subject);
        Optional<Ours> ours =
                attempt.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ours(tx, movement, attempt.get()));
        Judgement judged = judge.apply(ours);
        if (movement.kind() == Movement.Kind.DISPUTE && judged instanceof Judgement.Matched) {
            dispute(tx, movement, subject);
        } else if (judged instanceof Judgement.Duplicate) {
            surplus(tx, movement, attempt.orElseThrow(), Objects.requireNonNull(intent));
        } else {
            book(tx, movement, subject, judged);
        }
        return judged;
    }

    private Optional<Attempt> attempt(Tx tx, Id attempt) throws SQLException {
        Optional<Id> payment = attempts.paymentOf(tx, attempt);
        if (payment.isEmpty()) {
            return Optional.empty();
        }
        payments.find(tx, payment.get(), true);
        return attempts.find(tx, attempt);
    }

    private Ours ours(Tx tx, Movement movement, Attempt attempt) throws SQLException {
        AttemptState state = attempt.state();
        if (state == AttemptState.CAPTURED) {
            // One that was booked before expectations were written down.
            Money taken = new Money(attempt.captured(), attempt.amount().currency());
            expected.insert(tx, attempt.id(), Movement.Kind.CHARGE, taken, movement.created());
        }
        return ours(
                state.text(),
                state.dead() || state == AttemptState.REVIEW,
                attempt.refs().intent(),
                expected.find(tx, attempt.id(), Movement.Kind.CHARGE),
                movement.kind() == Movement.Kind.DISPUTE
                        && disputes.find(tx, movement.source()).isPresent());
    }

    private Ours ours(Tx tx, Movement movement, Refund refund) throws SQLException {
        RefundState state = refund.state();
        if (state == RefundState.DONE) {
            Money gone = refund.amount().negated();
            expected.insert(tx, refund.id(), Movement.Kind.REFUND, gone, movement.created());
        }
        return ours(
                state.text(),
                state == RefundState.FAILED || state == RefundState.REVIEW,
                null,
                expected.find(tx, refund.id(), movement.kind()),
                false);
    }

    private static Ours ours(
            String state,
            boolean last,
            @Nullable String intent,
            Optional<ExpectedSql.Expected> found,
            boolean disputed) {
        return new Ours(
                state,
                last,
                intent,
                found.map(ExpectedSql.Expected::amount).orElse(null),
                found.map(ExpectedSql.Expected::metBy).orElse(null),
                disputed);
    }

    private void book(Tx tx, Movement movement, Id subject, Judgement judged) throws SQLException {
        switch (judged) {
            case Judgement.Matched _ -> {
                expected.met(tx, subject, movement);
                post(tx, postings.fee(movement));
            }
            case Judgement.AmountDiff(Money rest, _) -> {
                expected.met(tx, subject, movement);
                post(tx, postings.suspense(movement, rest));
            }
            case Judgement.Duplicate _ -> throw new IllegalStateException("of an attempt alone");
            case Judgement.MissingOurs _, Judgement.Suspense _ -> {}
        }
    }

    /** What a bank takes is booked; what it brings back undoes that, when it is the same. */
    private void dispute(Tx tx, Movement movement, Id attempt) throws SQLException {
        if (movement.amount().isNegative()) {
            long journal = ledger.post(tx, postings.dispute(movement)).getFirst();
            disputes.insert(tx, movement, attempt, journal);
            return;
        }
        DisputeSql.Taken taken = disputes.find(tx, movement.source()).orElseThrow();
        disputes.returned(tx, movement);
        if (taken.returned() == null || taken.returned().equals(movement.id())) {
            Journal undone =
                    ledger.reversal(
                            tx, taken.journal(), postings.key(movement), movement.created());
            Money back = movement.amount().minus(movement.fee());
            if (moved(undone, back).equals(back)) {
                ledger.post(tx, undone);
                return;
            }
        }
        post(tx, postings.dispute(movement));
    }

    private Money moved(Journal journal, Money like) {
        return journal.lines().stream()
                .filter(line -> line.account().equals(clearing))
                .map(Line::amount)
                .reduce(Money.zero(like.currency()), Money::plus);
    }

    /** Goes back under a number that follows from the movement's, so it goes back once. */
    private void surplus(Tx tx, Movement movement, Attempt attempt, String intent)
            throws SQLException {
        Id refund = refundOf(movement, attempt.id());
        if (refunds.find(tx, refund, false).isEmpty()) {
            refunds.insert(
                    tx,
                    Refund.created(
                            refund,
                            attempt.payment(),
                            attempt.id(),
                            attempt.account(),
                            intent,
                            movement.amount(),
                            movement.created()));
        }
        post(tx, postings.surplus(movement, attempt.account()));
    }

    private Id refundOf(Movement movement, Id attempt) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(postings.key(movement).getBytes(StandardCharsets.UTF_8));
            long high =
                    movement.created().toEpochMilli() << 16 | 0x8000L | attempt.bucket().number();
            long low = ByteBuffer.wrap(hash).getLong() >>> 2 | 0x8000_0000_0000_0000L;
            return new Id(IdKind.REFUND, new UUID(high, low));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void post(Tx tx, List<Journal> journals) throws SQLException {
        if (!journals.isEmpty()) {
            ledger.post(tx, journals);
        }
    }
}
