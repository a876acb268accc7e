package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import org.junit.jupiter.api.Test;

/** Attempts of which nothing went out: the provider did not even say who the account is to it. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class NeverSentIT extends PaymentsOnAServer {

    NeverSentIT(PostgresServers servers) {
        super(servers);
    }

    /** Nothing went out, so nothing can come of it. */
    @Test
    void aPageThatWasNeverSentIsClosedAtOnce() {
        provider.nameless.set(true);
        Payment payment = payment(Capture.AUTOMATIC);
        assertThat(payments.open(payment).newest().state()).isEqualTo(AttemptState.CREATED);

        assertThat(payments.expire(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
    }

    @Test
    void whoTriesOftenWhileNobodyAnswersIsServedWhenSomebodyDoes() {
        provider.nameless.set(true);
        Payment payment = payment(Capture.AUTOMATIC);
        payments.open(payment);
        for (int i = 0; i < 30; i++) {
            payments.again(payment.id());
        }
        provider.nameless.set(false);

        assertThat(payments.again(payment.id()).newest().page()).startsWith("https://pay.test/");
    }
}
