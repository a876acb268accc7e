package dev.plat.router.core.orders;

/**
 * Which of several controllers acts. Choosing is ZooKeeper's; that only one acts is the databases'
 * doing, by the number each leader raises there.
 *
 * <p>Threads: safe.
 */
public interface Leadership extends AutoCloseable {

    /** True from winning until ZooKeeper is away or another one has won; answers from memory. */
    boolean leading();

    /** Blocks until this process leads, or is interrupted. */
    void awaitLeading() throws InterruptedException;

    @Override
    void close();
}
