package dev.plat.ops.cli.shard;

import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Whether a PostgreSQL server can carry shards of this cluster, before anything there is touched.
 */
final class ServerCheck {

    private static final int VERSION_LEAST = 150_000;

    /** A move in work holds two links on either server, and copies tables over more for a while. */
    private static final int LINKS_LEAST = 10;

    private static final int WORKERS_LEAST = 8;

    private final String superuser;
    private final String password;

    ServerCheck(String superuser, String password) {
        this.superuser = superuser;
        this.password = password;
    }

    /**
     * Looks.
     *
     * @throws PlatException {@code precondition-failed}, naming each setting that is wrong and what
     *     it should be; {@code wrong-cluster} when another cluster has the databases
     */
    void run(String server, String cluster, List<Node> shards) {
        try (Connection connection = connect(server, "postgres")) {
            List<String> wrong = settings(connection);
            if (!wrong.isEmpty()) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "The server is not set up for shards; nothing was changed on it.",
                        "value",
                        server,
                        "expected",
                        String.join("; ", wrong));
            }
            for (Node shard : shards) {
                String database = shard.address().substring(shard.address().indexOf('/') + 1);
                if (exists(connection, database)) {
                    identity(server, database, cluster, shard);
                }
            }
        } catch (SQLException e) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The server cannot be used.",
                            "value",
                            server,
                            "found",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                            "expected",
                            "a PostgreSQL server that takes role "
                                    + superuser
                                    + " and its password; see --superuser and --password-env")
                    .causedBy(e);
        }
    }

    private List<String> settings(Connection connection) throws SQLException {
        List<String> wrong = new ArrayList<>();
        String version = setting(connection, "server_version_num");
        if (Integer.parseInt(version) < VERSION_LEAST) {
            wrong.add("PostgreSQL 15 or newer, found " + setting(connection, "server_version"));
        }
        if (!setting(connection, "wal_level").equals("logical")) {
            wrong.add("wal_level = logical, found " + setting(connection, "wal_level"));
        }
        least(connection, wrong, "max_replication_slots", LINKS_LEAST);
        least(connection, wrong, "max_wal_senders", LINKS_LEAST);
        least(connection, wrong, "max_logical_replication_workers", WORKERS_LEAST);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_is_in_recovery(), (SELECT rolsuper FROM pg_roles"
                                        + " WHERE rolname = current_user)")) {
            row.next();
            if (row.getBoolean(1)) {
                wrong.add("a primary, found a standby");
            }
            if (!row.getBoolean(2)) {
                wrong.add("a superuser, found " + superuser);
            }
        }
        return wrong;
    }

    private static void least(Connection connection, List<String> wrong, String name, int least)
            throws SQLException {
        int found = Integer.parseInt(setting(connection, name));
        if (found < least) {
            wrong.add("%s = %d or more, found %d".formatted(name, least, found));
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT current_setting(?)")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            select.setString(1, database);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** A database that is there must be this shard's, or nobody's. */
    private void identity(String server, String database, String cluster, Node shard)
            throws SQLException {
        try (Connection connection = connect(server, database);
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT to_regclass('plat.plat_shard') IS NULL")) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT cluster::text, tier, shard FROM plat.plat_shard")) {
                if (!row.next()) {
                    return;
                }
                String found = "%s %s".formatted(row.getString(1), row.getString(3));
                if (!found.equals(cluster + " " + shard.name())) {
                    throw new PlatException(
                            ErrorCode.WRONG_CLUSTER,
                            "A database on the server is another shard.",
                            "value",
                            server + "/" + database,
                            "found",
                            found,
                            "expected",
                            "no such database, or %s %s".formatted(cluster, shard.name()));
                }
            }
        }
    }

    private Connection connect(String server, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server + "/" + database, properties);
    }
}
