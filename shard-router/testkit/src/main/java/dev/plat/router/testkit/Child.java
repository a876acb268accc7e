package dev.plat.router.testkit;

/**
 * A process that was started here and stays in the foreground.
 *
 * <p>Threads: safe.
 */
public interface Child extends AutoCloseable {

    long pid();

    boolean alive();

    /** To wait for its end, wished or not. */
    ProcessHandle handle();

    /** Asks it to end, waits, and ends it by force when that does not help. Idempotent. */
    void stop();

    /** SIGKILL to it and to everything below it: a power cut, as far as one machine can play it. */
    void kill();

    @Override
    default void close() {
        stop();
    }
}
