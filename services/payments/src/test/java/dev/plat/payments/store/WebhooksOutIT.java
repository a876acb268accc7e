package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Delivery;
import dev.plat.payments.outgoing.Endpoint;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.payments.outgoing.Event;
import dev.plat.payments.outgoing.EventType;
import dev.plat.payments.outgoing.Line;
import dev.plat.payments.outgoing.Reach;
import dev.plat.payments.outgoing.SigningKeys;
import dev.plat.payments.outgoing.Telling;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.subscription.Subscription;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts are told: a real database, real receivers over TLS, and days that go by. */
@Servers(postgres = 1, tier = "payments")
final class WebhooksOutIT extends SubscriptionsOnAServer {

    /** As long as the courier keeps a delivery to itself; no pause is so long. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // before all
    private Receiver.Identity identity;

    private final SigningKeys keys = new SigningKeys(() -> "ab".repeat(32));
    private final Reach reach = new Reach(InetAddress::getAllByName, true);
    private final Endpoints endpoints = new Endpoints(router, reach, keys, ids, () -> now);
    private final List<AutoCloseable> open = new ArrayList<>();

    WebhooksOutIT(PostgresServers servers) {
        super(servers);
    }

    @BeforeAll
    void whoTheReceiversAre(@TempDir Path folder) throws IOException, InterruptedException {
        identity = Receiver.Identity.make(folder);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }

    private Receiver receiver() throws IOException {
        return opened(Receiver.start(identity, 0));
    }

    private <T extends AutoCloseable> T opened(T it) {
        open.add(it);
        return it;
    }

    private Courier courier() {
        return courier(reach, ControlPoints.NONE);
    }

    private Courier courier(Reach where, ControlPoints points) {
        Line line = new Line(where, identity.believing(), Waits.scaled(Duration.ofSeconds(5)));
        return opened(
                new Courier(
                        router,
                        line,
                        keys,
                        () -> now,
                        InstantSource.system(),
                        new Random(11),
                        points));
    }

    /** An account with an endpoint there, for events of these types. */
    private Endpoints.WithSecret named(Receiver receiver, String... types) {
        return endpoints.register(
                payment(Capture.AUTOMATIC).account(), receiver.url(), List.of(types));
    }

    private void told(Id account, String fact) {
        Event event =
                new Event(
                        EventType.INVOICE_CREATED,
                        account,
                        fact,
                        now,
                        Map.of("invoice", fact),
                        Optional.empty());
        router.write(
                account,
                tx -> {
                    new Telling().tell(tx, event);
                    return true;
                });
    }

    private List<Delivery> deliveries(Endpoint it) {
        return endpoints.deliveries(it.account(), it.id(), 100);
    }

    /** What is due is tried, and what came of it is written down. */
    private void turn(Courier courier, Endpoint it) {
        Waits.until(
                "nothing is due or in hand",
                () -> {
                    courier.work();
                    return deliveries(it).stream().noneMatch(this::undone);
                });
    }

    private boolean undone(Delivery it) {
        return it.due().filter(due -> !due.isAfter(now) || due.equals(now.plus(LEASE))).isPresent();
    }

    private static List<String> verdicts(List<Delivery> deliveries) {
        return deliveries.stream().map(it -> it.verdict().orElse("open")).toList();
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

    /** It was sent, and nobody could write that down: it comes again, and is known by its id. */
    @Test
    void whatDiedAfterSendingIsSentAgainUnderTheSameId() throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");
        Courier dying =
                courier(
                        reach,
                        point -> {
                            if (point.equals("webhook.sent")) {
                                throw new IllegalStateException("killed here");
                            }
                        });
        Courier other = courier();

        dying.work();
        Waits.until("it was sent", () -> receiver.got.size() == 1);
        other.work();
        assertThat(deliveries(made.endpoint()).getFirst().due()).contains(now.plus(LEASE));
        later(LEASE);
        turn(other, made.endpoint());

        assertThat(receiver.got).hasSize(2);
        assertThat(receiver.got.get(0).id()).isEqualTo(receiver.got.get(1).id());
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
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
                        router, new Reach(InetAddress::getAllByName, false), keys, ids, () -> now);
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
        told(failing.endpoint().account(), "a");
        turn(courier, failing.endpoint());
        later(Duration.ofDays(6));
        told(failing.endpoint().account(), "b");
        turn(courier, failing.endpoint());
        receiver.status = 410;
        told(gone.endpoint().account(), "a");
        turn(courier, gone.endpoint());

        Endpoint it = endpoints.of(failing.endpoint().account()).getFirst();
        assertThat(it.reason()).contains(Endpoint.Reason.FAILING);
        assertThat(verdicts(deliveries(it))).containsExactly("parked", "parked");
        assertThat(endpoints.of(gone.endpoint().account()).getFirst().reason())
                .contains(Endpoint.Reason.GONE);
        told(it.account(), "c");
        assertThat(deliveries(it)).hasSize(2);
        assertThatThrownBy(() -> endpoints.replay(Optional.empty(), it.id(), Optional.empty()))
                .hasMessageContaining("endpoint-state");
        assertThat(endpoints.enable(it.account(), it.id()).reason()).isEmpty();
        told(it.account(), "d");
        assertThat(deliveries(it)).hasSize(3);
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
