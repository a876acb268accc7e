package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Delivery;
import dev.plat.payments.outgoing.Endpoint;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.subscription.Subscription;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Accounts are told: once as a rule, again when in doubt, and nobody waits for another. */
@Servers(postgres = 1, tier = "payments")
final class WebhooksOutIT extends WebhooksOnAServer {

    WebhooksOutIT(PostgresServers servers) {
        super(servers);
    }

    @Test
    void aCapturedPaymentIsToldOnceAndSigned() throws Exception {
        Receiver receiver = receiver();
        Payment payment = payment(Capture.AUTOMATIC);
        Endpoints.WithSecret made =
                endpoints.register(payment.account(), receiver.url(), List.of("payment.captured"));
        Id attempt = payments.open(payment).newest().id();
        provider.pay(attempt, payment.amount(), Capture.AUTOMATIC);
        later(Duration.ofDays(2));
        attempts.drive(attempt);

        Courier courier = courier();
        turn(courier, made.endpoint());
        turn(courier, made.endpoint());

        assertThat(receiver.got).hasSize(1);
        Receiver.Got got = receiver.got.getFirst();
        assertThat(got.signedWith(made.secret())).isTrue();
        assertThat(got.signedWith(keysOfAnother())).isFalse();
        assertThat(Long.parseLong(got.timestamp()))
                .isBetween(
                        InstantSource.system().millis() / 1_000 - 60,
                        InstantSource.system().millis() / 1_000);
        assertThat(got.body())
                .contains("\"type\": \"payment.captured\"", "\"sequence\": 1")
                .contains(payment.id().toString(), payment.account().toString(), got.id())
                .contains("\"total\": {\"amount\": 1999, \"currency\": \"EUR\"}");
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
    }

    private String keysOfAnother() throws IOException {
        return named(receiver()).secret();
    }

    @Test
    void whatGoesBackIsToldOnceItWent() throws Exception {
        Payment payment = paid(Capture.AUTOMATIC);
        Endpoints.WithSecret made =
                endpoints.register(payment.account(), receiver().url(), List.of());
        Id refund = ids.next(IdKind.REFUND, payment.id());

        refunds.request(refund, payment.id(), 1_000);
        refunds.request(refund, payment.id(), 1_000);
        refunds.observe(refund);

        assertThat(deliveries(made.endpoint()).stream().map(Delivery::type))
                .containsExactly("payment.refunded");
    }

    /** A plan is bought, three weeks are not paid, and then ninety days. */
    @Test
    void aPlanIsToldFromItsStartToItsEnd() throws Exception {
        Receiver receiver = receiver();
        List<Endpoint> made = new ArrayList<>();
        Subscription it =
                started(
                        "pro-month-eur-1",
                        order ->
                                made.add(
                                        endpoints
                                                .register(
                                                        order.account(), receiver.url(), List.of())
                                                .endpoint()));
        provider.declining.set(DeclineClass.SOFT);
        days(130, it);

        List<Delivery> told = deliveries(made.getFirst()).reversed();

        assertThat(told.stream().map(Delivery::type))
                .startsWith(
                        "invoice.created",
                        "payment.captured",
                        "entitlement.changed",
                        "subscription.started",
                        "invoice.created")
                .containsSubsequence(
                        "subscription.past_due",
                        "subscription.suspended",
                        "subscription.cancelled");
        assertThat(told.stream().map(Delivery::sequence))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, told.size()).boxed().toList());
        Courier courier = courier();
        turn(courier, made.getFirst());
        assertThat(receiver.got).hasSameSizeAs(told);
        assertThat(receiver.got.stream().map(Receiver.Got::id)).doesNotHaveDuplicates();
    }

    @Test
    void whoIsDownIsToldWhenTheyAreBack() throws Exception {
        Receiver first = receiver();
        Endpoints.WithSecret made = named(first);
        first.close();
        told(made.endpoint().account(), "a");
        Courier courier = courier();

        turn(courier, made.endpoint());
        Delivery missed = deliveries(made.endpoint()).getFirst();
        assertThat(missed.tries()).isEqualTo(1);
        assertThat(missed.answer()).isPresent();
        assertThat(endpoints.of(made.endpoint().account()).getFirst().failingSince()).contains(now);

        Receiver back = opened(Receiver.start(identity, first.port()));
        back.status = 503;
        back.headers = Map.of("Retry-After", "1800");
        later(Duration.ofMinutes(2));
        turn(courier, made.endpoint());
        assertThat(deliveries(made.endpoint()).getFirst().answer()).contains("503");
        assertThat(deliveries(made.endpoint()).getFirst().due().orElseThrow())
                .isAfterOrEqualTo(now.plus(Duration.ofMinutes(30)));

        back.status = 200;
        later(Duration.ofMinutes(34));
        turn(courier, made.endpoint());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
        assertThat(back.got).hasSize(2);
        assertThat(back.got.get(0).id()).isEqualTo(back.got.get(1).id());
        assertThat(back.got.get(0).body()).isEqualTo(back.got.get(1).body());
        assertThat(endpoints.of(made.endpoint().account()).getFirst().failingSince()).isEmpty();
    }

    /** Of twenty events two are on their way to who does not answer; another's are all taken. */
    @Test
    void whoIsSlowHoldsUpNobodyElse() throws Exception {
        Receiver slow = opened(Receiver.silent(identity));
        Receiver quick = receiver();
        Endpoints.WithSecret behind = named(slow);
        Endpoints.WithSecret ahead = named(quick);
        for (int i = 0; i < 20; i++) {
            told(behind.endpoint().account(), "slow-" + i);
            told(ahead.endpoint().account(), "quick-" + i);
        }

        turn(courier(), ahead.endpoint());

        assertThat(quick.got).hasSize(20);
        assertThat(slow.got).hasSizeLessThanOrEqualTo(2);
        assertThat(verdicts(deliveries(behind.endpoint()))).containsOnly("open");
    }
}
