package dev.plat.building.accounts;

import dev.plat.chassis.hints.Hints;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.chassis.ticket.TicketCheck;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells every service which sessions and accounts are revoked, and beats, so that silence is
 * noticed: whoever misses the beats asks instead. A push that Redis does not take is tried again,
 * since another instance may be beating meanwhile.
 */
@Singleton
final class RevocationPusher
        implements OutboxConsumer, ApplicationEventListener<ServerStartupEvent> {

    static final String TOPIC = "ticket.revoked";
    private static final Duration BEAT = Duration.ofMillis(500);

    private final Hints hints;
    private final ScheduledExecutorService heart =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("heartbeat").factory());

    RevocationPusher(Hints hints) {
        this.hints = hints;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        if (!hints.deliver(TicketCheck.REVOKED_CHANNEL, String.valueOf(payload.get("revoked")))) {
            throw new PlatException(ErrorCode.TRY_AGAIN, "Redis did not take a revocation.");
        }
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        var _ =
                heart.scheduleAtFixedRate(
                        () -> hints.publish(TicketCheck.BEAT_CHANNEL, ""),
                        0,
                        BEAT.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void close() {
        heart.shutdownNow();
    }
}
