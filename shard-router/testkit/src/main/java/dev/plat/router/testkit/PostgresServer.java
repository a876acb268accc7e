package dev.plat.router.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * One PostgreSQL server as a test class sees it, with a database of the class's own.
 *
 * <p>Threads: safe, but for stop, crash and restart.
 */
public final class PostgresServer {

    private final RunningServer server;
    private final String database;
    private final boolean own;

    PostgresServer(RunningServer server, String database, boolean own) {
        this.server = server;
        this.database = database;
        this.own = own;
    }

    public int port() {
        return server.port();
    }

    /** The class's own, empty database. */
    public String database() {
        return database;
    }

    /** {@code host:port/database} of the class's own database, as a node's address is written. */
    public String address() {
        return address(database);
    }

    public String address(String ofDatabase) {
        return "127.0.0.1:" + port() + "/" + ofDatabase;
    }

    public String jdbcUrl() {
        return jdbcUrl(database);
    }

    public String jdbcUrl(String ofDatabase) {
        return "jdbc:postgresql://" + address(ofDatabase);
    }

    public String superuser() {
        return PostgresBinaries.SUPERUSER;
    }

    public String superuserPassword() {
        return ServerKinds.PASSWORD;
    }

    /** To the class's own database as superuser; the caller closes it. */
    public Connection connectAsSuperuser() throws SQLException {
        return connect(database, superuser(), superuserPassword());
    }

    /** The caller closes it. */
    public Connection connect(String toDatabase, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(jdbcUrl(toDatabase), properties);
    }

    public void createDatabase(String name) {
        administer("CREATE DATABASE \"" + name + "\"");
    }

    /** Also while somebody is connected to it. */
    public void dropDatabase(String name) {
        administer("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
    }

    public void stop() {
        checkOwn();
        server.stop();
    }

    /** SIGKILL to the server and all its backends. */
    public void crash() {
        checkOwn();
        server.crash();
    }

    /** On the same port and data; stops it first when it runs. */
    public void restart() {
        checkOwn();
        server.restart();
    }

    private void administer(String sql) {
        Waits.until("PostgreSQL takes connections on port " + port(), this::takesConnections);
        try (Connection connection = connect("postgres", superuser(), superuserPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private boolean takesConnections() {
        try (Connection connection = connect("postgres", superuser(), superuserPassword())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void checkOwn() {
        if (!own) {
            throw new IllegalStateException("the server is shared: ask @Servers(own = true)");
        }
    }
}
