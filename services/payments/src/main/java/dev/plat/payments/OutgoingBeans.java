package dev.plat.payments;

import dev.plat.chassis.Secrets;
import dev.plat.payments.outgoing.Courier;
import dev.plat.payments.outgoing.Endpoints;
import dev.plat.payments.outgoing.Line;
import dev.plat.payments.outgoing.Reach;
import dev.plat.payments.outgoing.SigningKeys;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.schemas.IdGenerator;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What tells accounts of events, with a provider or without. */
@Factory
final class OutgoingBeans {

    @Singleton
    SigningKeys signingKeys(Secrets secrets) {
        return new SigningKeys(() -> secrets.get("webhooks.root"));
    }

    @Singleton
    Reach reach(OutgoingConfig config) {
        return new Reach(InetAddress::getAllByName, config.privateAddresses());
    }

    @Singleton
    Endpoints endpoints(
            Router router, Reach reach, SigningKeys keys, IdGenerator ids, InstantSource clock) {
        return new Endpoints(router, reach, keys, ids, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Courier courier(
            Router router,
            Reach reach,
            OutgoingConfig config,
            SigningKeys keys,
            InstantSource clock,
            ControlPoints points) {
        return new Courier(
                router,
                new Line(reach, config.tls(), config.answer()),
                keys,
                clock,
                InstantSource.system(),
                new SecureRandom(),
                points);
    }

    /** Once the process listens. Every process looks; each delivery is taken by one at a time. */
    @Singleton
    @Requires(property = "plat.payments.work", notEquals = "false")
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private static final Duration EVERY = Duration.ofSeconds(1);
        private static final Duration PRUNED = Duration.ofMinutes(10);

        private final Courier courier;
        private final ScheduledExecutorService timer =
                Executors.newScheduledThreadPool(
                        2, Thread.ofPlatform().daemon().name("webhooks-", 0).factory());

        Start(Courier courier) {
            this.courier = courier;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            every(EVERY, "webhooks", courier::work);
            every(PRUNED, "old webhooks", courier::prune);
        }

        private void every(Duration pause, String what, Runnable work) {
            var _ =
                    timer.scheduleWithFixedDelay(
                            () -> PaymentLoop.kept(what, work),
                            0,
                            pause.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        @PreDestroy
        void close() {
            timer.shutdownNow();
        }
    }
}
