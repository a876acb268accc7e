package dev.plat.hosting.serve;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the deadlines of one loop's connections a few times a second: cheaper than a timer for
 * each request, and exact enough for limits of seconds.
 *
 * <p>Threads: its loop only.
 */
final class Watch {

    private static final long EVERY_MILLIS = 250;

    private final IdentityHashMap<Watched, Channel> connections = new IdentityHashMap<>();

    static Watch on(EventLoop loop) {
        Watch watch = new Watch();
        var _ =
                loop.scheduleWithFixedDelay(
                        watch::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    void add(Watched connection, Channel channel) {
        connections.put(connection, channel);
    }

    void remove(Watched connection) {
        connections.remove(connection);
    }

    private void look() {
        long now = System.nanoTime();
        // A copy: closing removes from the map.
        new ArrayList<>(connections.entrySet())
                .forEach(entry -> entry.getKey().check(entry.getValue(), now));
    }
}
