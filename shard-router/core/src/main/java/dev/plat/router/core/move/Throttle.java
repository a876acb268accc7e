package dev.plat.router.core.move;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Leaves the servers to their customers for most of the time. Drivers of moves over the same
 * servers work in turns, and each rests by what its work took before it lets the next one work: so
 * they give way by themselves where the servers are busy and all takes longer.
 *
 * <p>Threads: safe.
 */
public final class Throttle {

    private static final Duration REST_MAX = Duration.ofSeconds(2);

    private final List<ReentrantLock> servers;

    private Throttle(List<ReentrantLock> servers) {
        this.servers = servers;
    }

    /** Of a driver whose servers nobody else drives. */
    public static Throttle alone() {
        return new Throttle(List.of());
    }

    /**
     * Of a driver that may meet others.
     *
     * @param servers one lock for each of its servers, in an order that all drivers keep
     */
    public static Throttle among(List<ReentrantLock> servers) {
        return new Throttle(List.copyOf(servers));
    }

    /**
     * Waits until it is this driver's turn.
     *
     * @param share of the time that is for work, above 0 and up to 1
     */
    Turn turn(Pace pace, double share) {
        int held = 0;
        try {
            for (ReentrantLock server : servers) {
                server.lockInterruptibly();
                held++;
            }
            return new Turn(pace, share);
        } catch (InterruptedException e) {
            release(held);
            Thread.currentThread().interrupt();
            throw new WorldAway("the controller is being stopped", e);
        }
    }

    private void release(int held) {
        servers.subList(0, held).forEach(ReentrantLock::unlock);
    }

    /** A piece of work; rests when it is closed. */
    final class Turn implements AutoCloseable {

        private final Pace pace;
        private final double share;
        private final long began;

        private Turn(Pace pace, double share) {
            this.pace = pace;
            this.share = share;
            this.began = pace.nanos();
        }

        @Override
        public void close() {
            try {
                long rest = (long) ((pace.nanos() - began) * (1 / share - 1));
                if (rest > 0) {
                    pace.pause(Duration.ofNanos(Math.min(rest, REST_MAX.toNanos())));
                }
            } finally {
                release(servers.size());
            }
        }
    }
}
