package dev.plat.chassis.hints;

import dev.plat.chassis.ProcessSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages between processes over Redis. A hint only says "look": whoever needs the truth reads the
 * database. Publishing never waits and never fails; while Redis is away hints are dropped, and
 * Lettuce connects again by itself.
 *
 * <p>Threads: safe. Listeners run on Lettuce's threads and must return at once.
 */
@Singleton
public final class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final RedisClient client;
    private final RedisURI uri;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final ScheduledExecutorService connector =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("redis-connector").factory());
    private volatile @Nullable StatefulRedisConnection<String, String> commands;
    private volatile @Nullable StatefulRedisPubSubConnection<String, String> subscriptions;

    Hints(ProcessSettings settings) {
        uri = RedisURI.create(settings.redis());
        uri.setTimeout(CONNECT_TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(
                ClientOptions.builder()
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(
                                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                        .timeoutOptions(TimeoutOptions.enabled(CONNECT_TIMEOUT))
                        .build());
        var _ =
                connector.scheduleWithFixedDelay(
                        this::connectWhereMissing, 0, RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends {@code text} to whoever listens, or drops it. */
    public void publish(String channel, String text) {
        StatefulRedisConnection<String, String> connection = commands;
        if (connection == null || !connection.isOpen()) {
            return;
        }
        try {
            var _ =
                    connection
                            .async()
                            .publish(channel, text)
                            .exceptionally(failure -> dropped(channel, failure));
        } catch (RedisException e) { // a full queue, a closed client
            var _ = dropped(channel, e);
        }
    }

    /** Sends {@code text} and waits until Redis has taken it; false when it did not. */
    public boolean deliver(String channel, String text) {
        StatefulRedisConnection<String, String> connection = commands;
        if (connection == null || !connection.isOpen()) {
            return false;
        }
        try {
            connection.sync().publish(channel, text);
            return true;
        } catch (RedisException e) {
            LOG.debug("Redis did not take a message on {}: {}", channel, e.toString());
            return false;
        }
    }

    /**
     * From now on, {@code listener} hears what is published on {@code channel}; one listener for
     * each channel.
     */
    public void subscribe(String channel, Consumer<String> listener) {
        subscribe(channel, listener, () -> {});
    }

    /**
     * The same; {@code missed} runs at each new subscription, also after a reconnect: what was
     * published before it may not have been heard.
     */
    public void subscribe(String channel, Consumer<String> listener, Runnable missed) {
        listeners.put(channel, new Listener(listener, missed));
        StatefulRedisPubSubConnection<String, String> connection = subscriptions;
        if (connection != null && connection.isOpen()) {
            var _ = connection.async().subscribe(channel);
        }
    }

    /** True while Redis answers. */
    public boolean connected() {
        StatefulRedisConnection<String, String> connection = commands;
        return connection != null && connection.isOpen();
    }

    @PreDestroy
    void close() {
        connector.shutdownNow();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    /**
     * The first connection is ours to retry; after it, Lettuce's own watchdog reconnects and
     * subscribes again.
     */
    private void connectWhereMissing() {
        try {
            if (commands == null) {
                commands = client.connect();
            }
            if (subscriptions == null) {
                listen(client.connectPubSub());
            }
        } catch (RuntimeException e) {
            LOG.debug("Redis is not there: {}", e.toString());
        }
    }

    private void listen(StatefulRedisPubSubConnection<String, String> connection) {
        connection.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        hear(channel, listener -> listener.heard.accept(message));
                    }

                    @Override
                    public void subscribed(String channel, long count) {
                        hear(channel, listener -> listener.missed.run());
                    }
                });
        subscriptions = connection;
        try {
            if (!listeners.isEmpty()) {
                connection.sync().subscribe(listeners.keySet().toArray(String[]::new));
            }
        } catch (RedisException e) {
            subscriptions = null; // else it stays, deaf for ever
            var _ = connection.closeAsync();
            throw e;
        }
    }

    private void hear(String channel, Consumer<Listener> what) {
        Listener listener = listeners.get(channel);
        if (listener == null) {
            return;
        }
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("a listener of {} failed", channel, e);
        }
    }

    private static Long dropped(String channel, Throwable failure) {
        LOG.debug("a hint on {} was dropped: {}", channel, failure.toString());
        return 0L;
    }

    private record Listener(Consumer<String> heard, Runnable missed) {}
}
