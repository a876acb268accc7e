package dev.plat.router.testkit;

/**
 * A Redis server as a test class sees it. Keys and channels begin with the class's prefix; channels
 * know no databases.
 *
 * <p>Threads: safe, but for stop and restart.
 */
public final class RedisServer {

    private final RunningServer server;
    private final int database;
    private final int number;
    private final boolean own;

    RedisServer(RunningServer server, int database, int number, boolean own) {
        this.server = server;
        this.database = database;
        this.number = number;
        this.own = own;
    }

    public int port() {
        return server.port();
    }

    /** {@code redis://host:port/database}. */
    public String uri() {
        return "redis://127.0.0.1:" + port() + "/" + database;
    }

    public String prefix() {
        return "t" + number + ":";
    }

    public void stop() {
        checkOwn();
        server.stop();
    }

    /** On the same port, empty; stops it first when it runs. */
    public void restart() {
        checkOwn();
        server.restart();
    }

    private void checkOwn() {
        if (!own) {
            throw new IllegalStateException("the server is shared: ask @Servers(own = true)");
        }
    }
}
