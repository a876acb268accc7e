package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptEnd;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person says of money of which a part was to be taken, or whose name is known. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class EndedPartsIT extends PaymentsOnAServer {

    private static final Said ANNA = new Said("anna", "seen in the provider's dashboard");

    EndedPartsIT(PostgresServers servers) {
        super(servers);
    }

    /** Held for three names; one of them could be had. */
    private Payment held() {
        Payment payment = payment(Capture.MANUAL);
        List<Sold> lines =
                List.of(
                        name(1, "one.test", 1000),
                        name(2, "two.test", 499),
                        name(3, "three.test", 500));
        Id attempt = payments.open(payment, lines).newest().id();
        provider.pay(attempt, payment.amount(), Capture.MANUAL);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    /** As if the provider had said what it should not. */
    private Id review(Payment payment) throws SQLException {
        Id attempt = payments.find(payment.id()).newest().id();
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "UPDATE attempt SET state = 'review', due = NULL WHERE attempt_id = '%s'"
                            .formatted(attempt.uuid()));
        }
        return attempt;
    }

    private List<Invoice> invoices(Payment payment) {
        return router.read(payment.id(), tx -> new Invoices().of(tx, payment.account(), 10));
    }

    /** The provider took something else, so nobody but a person can tell. */
    @Test
    void ofHeldMoneyThePartIsTakenThatWasAskedFor() throws SQLException {
        Payment payment = held();
        Id attempt = payments.find(payment.id()).newest().id();
        provider.answers.set(Money.of(999, "EUR"));
        payments.capture(payment.id(), 1000, List.of(1));
        provider.answers.set(null);
        Attempt waits = payments.find(payment.id()).newest();
        assertThat(waits.state()).isEqualTo(AttemptState.REVIEW);

        Attempt taken = attempts.settle(attempt, AttemptEnd.TAKEN, null, ANNA);
        attempts.settle(attempt, AttemptEnd.TAKEN, null, ANNA);

        assertThat(taken.captured()).isEqualTo(1000);
        assertThat(payments.find(payment.id()).payment().captured()).isEqualTo(1000);
        assertThat(invoices(payment).getFirst().total().minor()).isEqualTo(1000);
        assertBooks(payment, 1000, 0, 0);
    }

    /** Its lines were narrowed, and the process ended before it asked for the part. */
    @Test
    void moreThanWhatIsSoldIsNotTaken() throws SQLException {
        Payment payment = held();
        book.keepOnly(payment.id(), List.of(1), 1000);
        Id attempt = review(payment);

        assertThatThrownBy(() -> attempts.settle(attempt, AttemptEnd.TAKEN, null, ANNA))
                .hasMessageContaining("field-invalid")
                .hasMessageContaining("10.00");
        attempts.settle(attempt, AttemptEnd.NOTHING, null, ANNA);

        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
        assertBooks(payment, 0, 0, 0);
    }

    /** Of another case, as it is pasted: its refunds would go to another's card. */
    @Test
    void anotherNameThanTheKnownOneIsRefused() throws SQLException {
        Payment payment = held();
        Id attempt = review(payment);
        String known = "pi_" + attempt;

        assertThatThrownBy(() -> attempts.settle(attempt, AttemptEnd.TAKEN, "pi_other", ANNA))
                .hasMessageContaining("field-invalid")
                .hasMessageContaining("pi_other")
                .hasMessageContaining(known);
        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.REVIEW);

        Attempt taken = attempts.settle(attempt, AttemptEnd.TAKEN, known, ANNA);
        assertThat(taken.captured()).isEqualTo(1999);
        assertThatThrownBy(() -> attempts.settle(attempt, AttemptEnd.TAKEN, "pi_other", ANNA))
                .hasMessageContaining("field-invalid");
        assertBooks(payment, 1999, 0, 0);
    }
}
