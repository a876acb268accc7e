package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.OpenCase;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptEnd;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Judgement;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attempts in review and movements in suspense, until a person ends them. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class EndedCasesIT extends SubscriptionsOnAServer {

    private static final Said ANNA = new Said("anna", "seen in the provider's dashboard");
    private static final AtomicInteger MOVEMENTS = new AtomicInteger();

    private final PostgresCases cases = new PostgresCases(router);
    private final PostgresReportBook report = new PostgresReportBook(router, provider.name());
    private final PostgresMovementBook movements =
            new PostgresMovementBook(router, provider.name(), ControlPoints.NONE);
    private final PostgresMovementEnds ends =
            new PostgresMovementEnds(router, provider.name(), minutes);

    EndedCasesIT(PostgresServers servers) {
        super(servers);
    }

    private OpenCase waiting(Subscription it) {
        return cases.open(1000).stream()
                .filter(one -> it.id().toString().equals(one.of()))
                .findFirst()
                .orElseThrow();
    }

    /** A renewal of which the provider said what it should not. */
    private Subscription unclear() {
        Subscription it = started("pro-month-eur-1");
        provider.contradicting.set(true);
        days(40, it);
        provider.contradicting.set(false);
        return it;
    }

    private static Id attempt(OpenCase one) {
        return Id.parse(IdKind.ATTEMPT, one.what());
    }

    @Test
    void aRenewalInReviewIsNamedUntilItIsKnownToBePaid() throws SQLException {
        Subscription it = unclear();
        OpenCase one = waiting(it);
        assertThat(one.state()).isEqualTo("review");
        assertThat(one.reason()).isEqualTo("another customer's");
        Id attempt = attempt(one);

        assertThatThrownBy(() -> attempts.settle(attempt, AttemptEnd.TAKEN, null, ANNA))
                .hasMessageContaining("field-invalid")
                .hasMessageContaining("intent");
        Attempt taken = attempts.settle(attempt, AttemptEnd.TAKEN, "pi_seen", ANNA);
        attempts.settle(attempt, AttemptEnd.TAKEN, null, ANNA);

        assertThat(taken.state()).isEqualTo(AttemptState.CAPTURED);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .extracting(Invoice::state)
                .containsOnly(Invoice.State.PAID);
        assertBooks(of(it), 2 * 1999, 0, 0);
        assertThatThrownBy(() -> attempts.settle(attempt, AttemptEnd.NOTHING, null, ANNA))
                .hasMessageContaining("order-state");
    }

    @Test
    void aRenewalOfWhichNothingWasTakenIsTriedAgain() throws SQLException {
        Subscription it = unclear();

        attempts.settle(attempt(waiting(it)), AttemptEnd.NOTHING, null, ANNA);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.PAST_DUE);
        assertThat(cases.open(1000)).noneMatch(one -> it.id().toString().equals(one.of()));
        days(3, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertBooks(of(it), 2 * 1999, 0, 0);
    }

    @Test
    void whatDoesNotWaitForAPersonIsNotEndedByOne() {
        Payment payment = payment(Capture.AUTOMATIC);
        Id open = payments.open(payment).newest().id();

        for (AttemptEnd how : AttemptEnd.values()) {
            assertThatThrownBy(() -> attempts.settle(open, how, "pi_1", ANNA))
                    .hasMessageContaining("order-state");
        }
        Id nowhere = ids.next(IdKind.ATTEMPT, payment.id());
        assertThatThrownBy(() -> attempts.settle(nowhere, AttemptEnd.NOTHING, null, ANNA))
                .hasMessageContaining("not-found");
    }

    private Movement kept(Movement.Kind kind, long minor) {
        Movement movement =
                new Movement(
                        "txn_" + MOVEMENTS.incrementAndGet(),
                        kind,
                        kind.text(),
                        "ch_1",
                        Money.of(minor, "EUR"),
                        Money.of(0, "EUR"),
                        now);
        movements.keep(List.of(movement), now);
        return movement;
    }

    private List<String> differences() {
        return report.differences(Instant.EPOCH, 1000).stream()
                .map(it -> it.movement().id())
                .toList();
    }

    private long suspense() {
        return report.sums(AccountKind.SUSPENSE).stream().mapToLong(Money::minor).sum();
    }

    /** Whose it is nobody knew, until somebody asked. */
    @Test
    void whatLiesInSuspenseGoesToTheAccountThatAPersonNames() {
        long before = suspense();
        Movement movement = kept(Movement.Kind.CHARGE, 4321);
        movements.end(movement, null, new Judgement.Suspense("without a mark of ours"));
        assertThat(suspense()).isEqualTo(before - 4321);
        assertThat(differences()).contains(movement.id());

        ends.end(movement.id(), "revenue:other", ANNA);
        ends.end(movement.id(), "revenue:other", ANNA);

        assertThat(suspense()).isEqualTo(before);
        assertThat(differences()).doesNotContain(movement.id());
        assertThat(report.counts(Instant.EPOCH, now).settled())
                .isEqualTo(report.counts(Instant.EPOCH, now).explained());
        assertThat(cases.open(1000)).noneMatch(one -> one.what().equals(movement.id()));
        assertThatThrownBy(() -> ends.end(movement.id(), "bank", ANNA))
                .hasMessageContaining("order-state");
        assertThatThrownBy(() -> ends.end(movement.id(), "receivable:acct_1", ANNA))
                .hasMessageContaining("field-invalid");
        assertThatThrownBy(() -> ends.end("txn_nowhere", "bank", ANNA))
                .hasMessageContaining("not-found");
    }

    /** The provider took what ours could not tell; a person then found it to be ours. */
    @Test
    void whatWasBookedSinceExplainsAMovement() throws SQLException {
        Subscription it = unclear();
        Id attempt = attempt(waiting(it));
        Movement movement = kept(Movement.Kind.CHARGE, 1999);
        Judgement judged =
                movements.meet(
                        movement,
                        attempt,
                        "pi_seen",
                        _ -> new Judgement.AmountDiff(movement.amount(), "nothing was booked"));
        movements.end(movement, attempt, judged);
        assertThat(judged.verdict()).isEqualTo(Verdict.AMOUNT_DIFF);
        assertThatThrownBy(() -> ends.end(movement.id(), "booked", ANNA))
                .hasMessageContaining("order-state");

        attempts.settle(attempt, AttemptEnd.TAKEN, "pi_seen", ANNA);
        assertThat(balance(of(it), AccountKind.PROVIDER, "stripe")).isEqualTo(3 * 1999);
        ends.end(movement.id(), "booked", ANNA);
        ends.end(movement.id(), "booked", ANNA);

        assertBooks(of(it), 2 * 1999, 0, 0);
        assertThat(balance(of(it), AccountKind.SUSPENSE, "stripe")).isZero();
        assertThat(differences()).doesNotContain(movement.id());
        later(Duration.ofDays(2));
        assertThat(report.missing(Instant.EPOCH, now, 1000))
                .noneMatch(missing -> missing.subject().equals(attempt.toString()));
    }

    /** Between the two transactions the process ended, or two persons are at it. */
    @Test
    void ofTwoAccountsOneIsNamed() throws Exception {
        long before = suspense();
        Movement movement = kept(Movement.Kind.OTHER, -700);
        movements.end(movement, null, new Judgement.Suspense("without a mark of ours"));

        AtomicInteger turn = new AtomicInteger();
        for (var one :
                PaymentsIT.together(
                        6,
                        () -> {
                            String to = turn.getAndIncrement() % 2 == 0 ? "fees" : "bank";
                            return ends.end(movement.id(), to, ANNA);
                        })) {
            try {
                one.get();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).hasMessageMatching("(?s).*(order-state|ledger-refused).*");
            }
        }

        assertThat(suspense()).isEqualTo(before);
        assertThat(differences()).doesNotContain(movement.id());
    }
}
