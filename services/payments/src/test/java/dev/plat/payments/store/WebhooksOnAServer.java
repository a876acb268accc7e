package dev.plat.payments.store;

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
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Accounts with endpoints, real receivers over TLS, and a courier; days go by as a test wants. */
abstract class WebhooksOnAServer extends SubscriptionsOnAServer {

    /** As long as the courier keeps a delivery to itself; no pause is so long. */
    static final Duration LEASE = Duration.ofMinutes(2);

    static final SigningKeys KEYS = new SigningKeys(() -> "ab".repeat(32));

    @SuppressWarnings("NullAway.Init") // before all
    Receiver.Identity identity;

    final Reach reach = new Reach(InetAddress::getAllByName, true);
    final Endpoints endpoints = new Endpoints(router, reach, KEYS, ids, () -> now);
    private final List<AutoCloseable> open = new ArrayList<>();

    WebhooksOnAServer(PostgresServers servers) {
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

    Receiver receiver() throws IOException {
        return opened(Receiver.start(identity, 0));
    }

    <T extends AutoCloseable> T opened(T it) {
        open.add(it);
        return it;
    }

    Courier courier() {
        return courier(reach, ControlPoints.NONE);
    }

    Courier courier(Reach where, ControlPoints points) {
        return courier(KEYS, where, points);
    }

    Courier courier(SigningKeys keys, Reach where, ControlPoints points) {
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
    Endpoints.WithSecret named(Receiver receiver, String... types) {
        return endpoints.register(
                payment(Capture.AUTOMATIC).account(), receiver.url(), List.of(types));
    }

    void told(Id account, String fact) {
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

    List<Delivery> deliveries(Endpoint it) {
        return endpoints.deliveries(it.account(), it.id(), 100);
    }

    /** What is due is tried, and what came of it is written down. */
    void turn(Courier courier, Endpoint it) {
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

    static List<String> verdicts(List<Delivery> deliveries) {
        return deliveries.stream().map(it -> it.verdict().orElse("open")).toList();
    }
}
