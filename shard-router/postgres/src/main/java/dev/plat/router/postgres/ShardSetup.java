package dev.plat.router.postgres;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * Makes databases into shards: roles, database, migrations, identity and the first buckets. All
 * steps may be repeated; buckets are given only together with the identity, so a shard that has
 * given some away does not get them back.
 *
 * <p>Threads: safe.
 */
public final class ShardSetup {

    // Two setups on one server must not create the same role at the same time.
    private static final long SETUP_LOCK = 7000;

    private static final String ORDINARY = "NOSUPERUSER NOREPLICATION NOBYPASSRLS";
    // PostgreSQL 15 lets a superuser alone make subscriptions and apply other tables' rows.
    private static final String MOVING = "SUPERUSER NOREPLICATION BYPASSRLS";
    // Row security would make a copy partial, in silence.
    private static final String COPYING = "NOSUPERUSER REPLICATION BYPASSRLS";

    private final String superuser;
    private final String superuserPassword;
    private final RolePasswords passwords;

    public ShardSetup(String superuser, String superuserPassword, RolePasswords passwords) {
        this.superuser = superuser;
        this.superuserPassword = superuserPassword;
        this.passwords = passwords;
    }

    /**
     * Everything for the shards of one tier, from a bare server to a tier that routes.
     *
     * @param cluster the cluster's UUID
     * @param placement who gets which bucket, if its shard is new
     */
    public List<TierMigrations.Report> install(
            String cluster, List<Node> shards, BucketMap placement) {
        shards.forEach(this::prepare);
        List<TierMigrations.Report> reports =
                new TierMigrations(placement.tier(), passwords.owner()).run(shards);
        shards.forEach(shard -> settle(cluster, shard, placement));
        return reports;
    }

    /** Roles on the server, with these passwords, and the shard's database. */
    public void prepare(Node shard) {
        ShardAddress address = ShardAddress.of(shard);
        try (Connection connection = connect(address.url("postgres"), superuser);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + SETUP_LOCK + ")");
            role(connection, RolePasswords.OWNER, ORDINARY, passwords.owner());
            role(connection, RolePasswords.APP, ORDINARY, passwords.app());
            role(connection, RolePasswords.SCAN, ORDINARY, passwords.scan());
            role(connection, RolePasswords.MOVER, MOVING, passwords.mover());
            role(connection, RolePasswords.COPY, COPYING, passwords.copy());
            statement.execute("GRANT pg_read_all_data TO plat_copy");
            // A client that died in a transaction keeps its locks no longer than this.
            statement.execute(
                    "ALTER ROLE plat_app SET idle_in_transaction_session_timeout = '60s'");
            database(connection, address.database());
        } catch (SQLException e) {
            throw failed("The server could not be prepared.", shard, e);
        }
    }

    /**
     * Says who the database is, and gives it its buckets of {@code placement} if it is new.
     *
     * @throws PlatException {@code wrong-cluster} when the database says it is another shard
     */
    public void settle(String cluster, Node shard, BucketMap placement) {
        ShardAddress address = ShardAddress.of(shard);
        try (Connection connection = connect(address.url(), RolePasswords.OWNER)) {
            connection.setAutoCommit(false);
            if (identify(connection, cluster, shard)) {
                own(connection, shard, placement);
            }
            connection.commit();
            ShardIdentity.of(cluster, shard).check(connection);
            connection.rollback();
        } catch (SQLException e) {
            throw failed("The shard could not be settled.", shard, e);
        }
    }

    private static boolean identify(Connection connection, String cluster, Node shard)
            throws SQLException {
        String sql =
                """
                INSERT INTO plat.plat_shard (cluster, tier, shard) VALUES (?, ?, ?)
                ON CONFLICT (one) DO NOTHING\
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, UUID.fromString(cluster));
            insert.setString(2, shard.tier().text());
            insert.setString(3, shard.name());
            return insert.executeUpdate() == 1;
        }
    }

    private static void own(Connection connection, Node shard, BucketMap placement)
            throws SQLException {
        String sql = "INSERT INTO plat.plat_bucket (bucket, state, epoch) VALUES (?, 'owned', ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<Bucket, Ownership> entry : placement.statements().entrySet()) {
                if (entry.getValue().shard().equals(shard.name())) {
                    insert.setShort(1, (short) entry.getKey().number());
                    insert.setLong(2, entry.getValue().epoch());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void role(Connection connection, String name, String rights, String password)
            throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
            execute(connection, "SELECT format('CREATE ROLE %I LOGIN', ?)", name);
        }
        execute(
                connection,
                "SELECT format('ALTER ROLE %I LOGIN " + rights + " PASSWORD %L', ?, ?)",
                name,
                password);
    }

    private static void database(Connection connection, String name) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            execute(connection, "SELECT format('CREATE DATABASE %I', ?)", name);
        }
        execute(connection, "SELECT format('ALTER DATABASE %I OWNER TO plat_owner', ?)", name);
        execute(connection, "SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', ?)", name);
        execute(
                connection,
                "SELECT format('GRANT CONNECT ON DATABASE %I TO plat_app, plat_scan, plat_copy', ?)",
                name);
    }

    private static boolean exists(Connection connection, String sql, String name)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Lets the server quote: names and passwords cannot be parameters of DDL. */
    private static void execute(Connection connection, String format, String... values)
            throws SQLException {
        try (PreparedStatement quote = connection.prepareStatement(format);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < values.length; i++) {
                quote.setString(i + 1, values[i]);
            }
            try (ResultSet row = quote.executeQuery()) {
                row.next();
                statement.execute(row.getString(1));
            }
        }
    }

    private Connection connect(String url, String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty(
                "password", user.equals(superuser) ? superuserPassword : passwords.owner());
        properties.setProperty("ApplicationName", "plat shard setup");
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(url, properties);
    }

    private static PlatException failed(String text, Node shard, SQLException e) {
        return new PlatException(
                        ErrorCode.INTERNAL,
                        text,
                        "shard",
                        shard.name(),
                        "address",
                        shard.address(),
                        "found",
                        String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
