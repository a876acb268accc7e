package dev.plat.ops.cluster;

import dev.plat.router.testkit.Child;
import dev.plat.router.testkit.ChildLife;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of the cluster, which can be started, stopped, killed, and started again on the same
 * folder and ports.
 *
 * <p>Threads: one at a time, seen to by {@link LocalCluster}.
 */
final class Member {

    private final String name;
    private final String kind;
    private final Map<String, Integer> ports;
    private final Starter starter;
    private @Nullable Child child;
    private long startMillis;

    /** How a process is started; returns when it answers. */
    @FunctionalInterface
    interface Starter {

        /**
         * Starts it.
         *
         * @param properties of a JVM, besides its usual ones; for others there are none
         */
        Child start(ChildLife life, Map<String, String> properties);
    }

    /**
     * A process that does not run yet.
     *
     * @param name unique in the cluster: {@code postgres-1}, {@code site-builder}
     * @param kind {@code outside-database}, {@code outside}, {@code database}, {@code
     *     coordination}, {@code cache}, {@code files} or {@code service}
     * @param ports what it listens on, by purpose
     */
    Member(String name, String kind, Map<String, Integer> ports, Starter starter) {
        this.name = name;
        this.kind = kind;
        this.ports = ports;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    String kind() {
        return kind;
    }

    Map<String, Integer> ports() {
        return ports;
    }

    /** Returns when it answers. */
    void start(ChildLife life, Map<String, String> properties) {
        long begin = System.nanoTime();
        child = starter.start(life, properties);
        startMillis = (System.nanoTime() - begin) / 1_000_000;
    }

    /** Asks it to end, and waits. Idempotent. */
    void stop() {
        if (child != null) {
            child.stop();
        }
    }

    /** SIGKILL. Idempotent. */
    void kill() {
        if (child != null) {
            child.kill();
        }
    }

    /** 0 when it does not run. */
    long pid() {
        return child != null && child.alive() ? child.pid() : 0;
    }

    /** How long the last start took until it answered; 0 before. */
    long startMillis() {
        return startMillis;
    }
}
