package dev.plat.router.testkit;

/** A server that keeps its port and its data over a stop and a restart. */
interface RunningServer extends AutoCloseable {

    int port();

    void stop();

    /** Without any chance to tidy up. */
    void crash();

    void restart();

    @Override
    void close();
}
