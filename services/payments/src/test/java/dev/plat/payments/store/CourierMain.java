package dev.plat.payments.store;

import dev.plat.chassis.calls.Authority;
import dev.plat.payments.ledger.PaymentsTier;
import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Line;
import dev.plat.payments.outgoing.Reach;
import dev.plat.router.core.StoppingPoints;
import dev.plat.router.postgres.PostgresRouter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A courier as a process of its own, which ends where its control points say. */
final class CourierMain {

    private CourierMain() {}

    /**
     * Works until it is ended.
     *
     * @param args the shard, the time, and whose certificates are believed
     */
    public static void main(String[] args) throws InterruptedException {
        Instant now = Instant.parse(args[1]);
        PostgresRouter router = PaymentsTier.router(PaymentsTier.topologyOf(args[0]));
        Line line =
                new Line(
                        new Reach(InetAddress::getAllByName, true),
                        Authority.only(Path.of(args[2])).getSocketFactory(),
                        Duration.ofMinutes(1));
        Courier courier =
                new Courier(
                        router,
                        line,
                        WebhooksOnAServer.KEYS,
                        () -> now,
                        InstantSource.system(),
                        new Random(12),
                        StoppingPoints.ofProperties());
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            var _ = timer.scheduleWithFixedDelay(courier::work, 0, 100, TimeUnit.MILLISECONDS);
            Thread.currentThread().join();
        }
    }
}
