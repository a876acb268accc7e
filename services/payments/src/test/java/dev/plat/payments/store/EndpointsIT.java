package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Endpoint;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.payments.outgoing.Reach;
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where accounts may be told, by which secret, until when, and how a person begins again. */
@Servers(postgres = 1, tier = "payments")
final class EndpointsIT extends WebhooksOnAServer {

    EndpointsIT(PostgresServers servers) {
        super(servers);
    }

    @Test
    void forADayBothSecretsSign() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        Id account = made.endpoint().account();
        Courier courier = courier();

        Endpoints.WithSecret next = endpoints.rotate(account, made.endpoint().id());
        told(account, "a");
        turn(courier, made.endpoint());
        later(Duration.ofHours(25));
        told(account, "b");
        turn(courier, made.endpoint());

        assertThat(next.secret()).isNotEqualTo(made.secret());
        assertThat(receiver.got.getFirst().signedWith(made.secret())).isTrue();
        assertThat(receiver.got.getFirst().signedWith(next.secret())).isTrue();
        assertThat(receiver.got.getLast().signedWith(made.secret())).isFalse();
        assertThat(receiver.got.getLast().signedWith(next.secret())).isTrue();
    }

    /** Its name was public when it was named, and is not any more. */
    @Test
    void whoseNameNowLeadsInsideIsNotConnectedTo() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");

        turn(
                courier(new Reach(InetAddress::getAllByName, false), ControlPoints.NONE),
                made.endpoint());

        assertThat(receiver.got).isEmpty();
        assertThat(deliveries(made.endpoint()).getFirst().answer().orElseThrow())
                .contains("private network");
        Endpoints strict =
                new Endpoints(
                        router, new Reach(InetAddress::getAllByName, false), KEYS, ids, () -> now);
        assertThatThrownBy(
                        () -> strict.register(made.endpoint().account(), receiver.url(), List.of()))
                .hasMessageContaining("address-refused");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Receiver target = receiver();
        Receiver receiver = receiver();
        receiver.status = 302;
        receiver.headers = Map.of("Location", target.url());
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");

        turn(courier(), made.endpoint());

        assertThat(target.got).isEmpty();
        assertThat(deliveries(made.endpoint()).getFirst().answer()).contains("302");
    }

    /** Three days of tries, then a person says again. */
    @Test
    void whatWasGivenUpIsParkedAndMayBeSentAgain() throws Exception {
        Receiver receiver = receiver();
        receiver.status = 500;
        Endpoints.WithSecret made = named(receiver);
        Id account = made.endpoint().account();
        told(account, "a");
        Courier courier = courier();
        for (int tries = 1; tries <= 25; tries++) {
            turn(courier, made.endpoint());
            later(Duration.ofMinutes(tries <= 8 ? 12 : tries <= 13 ? 67 : 397));
        }

        assertThat(receiver.got).hasSize(25);
        assertThat(receiver.got.stream().map(Receiver.Got::id).distinct()).hasSize(1);
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("parked");
        assertThat(endpoints.troubled(1_000))
                .extracting(Endpoint::id)
                .contains(made.endpoint().id());

        receiver.status = 204;
        assertThat(endpoints.replay(Optional.empty(), made.endpoint().id(), Optional.empty()))
                .isOne();
        turn(courier, made.endpoint());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
        Id event = deliveries(made.endpoint()).getFirst().event();
        assertThat(endpoints.replay(Optional.of(account), made.endpoint().id(), Optional.of(event)))
                .isOne();
        turn(courier, made.endpoint());
        assertThat(receiver.got).hasSize(27);
    }

    @Test
    void whoTakesNothingForDaysOrIsGoneIsDisabled() throws Exception {
        Receiver receiver = receiver();
        receiver.status = 500;
        Endpoints.WithSecret failing = named(receiver);
        Endpoints.WithSecret gone = named(receiver);
        Courier courier = courier();
        for (int day = 0; day <= 6; day++) {
            assertThat(endpoints.of(failing.endpoint().account()).getFirst().reason()).isEmpty();
            told(failing.endpoint().account(), "day " + day);
            turn(courier, failing.endpoint());
            later(Duration.ofDays(1));
        }
        receiver.status = 410;
        told(gone.endpoint().account(), "a");
        turn(courier, gone.endpoint());

        Endpoint it = endpoints.of(failing.endpoint().account()).getFirst();
        assertThat(it.reason()).contains(Endpoint.Reason.FAILING);
        assertThat(verdicts(deliveries(it))).hasSize(7).containsOnly("parked");
        assertThat(endpoints.of(gone.endpoint().account()).getFirst().reason())
                .contains(Endpoint.Reason.GONE);
        told(it.account(), "c");
        assertThat(deliveries(it)).hasSize(7);
        assertThatThrownBy(() -> endpoints.replay(Optional.empty(), it.id(), Optional.empty()))
                .hasMessageContaining("endpoint-state");
        assertThat(endpoints.enable(it.account(), it.id()).reason()).isEmpty();
        told(it.account(), "d");
        assertThat(deliveries(it)).hasSize(8);
    }

    @Test
    void anAccountHasAFewAndNobodyElses() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        Id account = made.endpoint().account();
        assertThatThrownBy(() -> endpoints.register(account, receiver.url(), List.of()))
                .hasMessageContaining("field-invalid");
        assertThatThrownBy(() ->
                        endpoints.register(account, receiver.url() + "0", List.of("invoice.eaten")))
                .hasMessageContaining("field-invalid");
        for (int i = 1; i < Endpoints.MOST; i++) {
            endpoints.register(account, receiver.url() + i, List.of());
        }
        assertThatThrownBy(() -> endpoints.register(account, receiver.url() + "x", List.of()))
                .hasMessageContaining("endpoint-limit");
        Id stranger = payment(Capture.AUTOMATIC).account();
        assertThatThrownBy(() -> endpoints.rotate(stranger, made.endpoint().id()))
                .hasMessageContaining("not-found");

        told(account, "a");
        told(account, "a");
        assertThat(deliveries(made.endpoint())).hasSize(1);
        endpoints.disable(account, made.endpoint().id());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("parked");
        endpoints.delete(account, made.endpoint().id());
        assertThatThrownBy(() -> deliveries(made.endpoint())).hasMessageContaining("not-found");
        assertThat(endpoints.register(account, receiver.url(), List.of()).secret())
                .isNotEqualTo(made.secret());
    }

    @Test
    void whatIsOverIsForgottenAfterAMonth() throws Exception {
        Endpoints.WithSecret made = named(receiver());
        told(made.endpoint().account(), "a");
        Courier courier = courier();
        turn(courier, made.endpoint());
        later(Duration.ofDays(29));
        told(made.endpoint().account(), "b");
        courier.prune();
        assertThat(deliveries(made.endpoint())).hasSize(2);
        later(Duration.ofDays(2));

        assertThat(courier.prune()).isPositive();

        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("open");
    }
}
