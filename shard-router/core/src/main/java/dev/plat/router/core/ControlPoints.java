package dev.plat.router.core;

/**
 * Named places at which a test may stop, delay or end a process. Off in production: {@link #NONE}.
 *
 * <p>Threads: safe.
 */
@FunctionalInterface
public interface ControlPoints {

    ControlPoints NONE = _ -> {};

    /**
     * The caller stands at {@code point}; returns when it may go on.
     *
     * @param point a name of the list in the design, {@code freeze.committed}
     */
    void reach(String point);
}
