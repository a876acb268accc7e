package dev.plat.router.postgres.move;

import dev.plat.router.core.Node;
import dev.plat.router.core.Topology;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.DeadPeers;
import dev.plat.router.postgres.ShardAddress;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Makes direct connections to the shards of a tier, and lets none pass that leads elsewhere:
 * addresses get reused.
 *
 * <p>Threads: safe.
 */
final class Dialer {

    static final String MOVER = "plat_mover";
    static final String COPY = "plat_copy";
    private static final Duration SOCKET_SLACK = Duration.ofSeconds(10);

    private final MoverSettings settings;
    private final Topology topology;

    Dialer(MoverSettings settings, Topology topology) {
        this.settings = settings;
        this.topology = topology;
    }

    /** How long a statement may take and a lock may be waited for. */
    enum Limits {
        /** Short steps of the machine. */
        STEP("20s", "5s", Duration.ofSeconds(20)),
        /** A new slot waits for every transaction that has written. */
        SLOT("60s", "5s", Duration.ofSeconds(60)),
        /** Reading all rows of a bucket. */
        COMPARE("15min", "5s", Duration.ofMinutes(15));

        private final String statement;
        private final String lock;
        private final Duration duration;

        Limits(String statement, String lock, Duration duration) {
            this.statement = statement;
            this.lock = lock;
            this.duration = duration;
        }
    }

    List<Node> nodes(Tier tier) {
        return topology.nodes(tier);
    }

    /**
     * The node of this name.
     *
     * @throws WorldAway when the registry does not know it
     */
    Node node(Tier tier, String shard) {
        return topology.nodes(tier).stream()
                .filter(node -> node.name().equals(shard))
                .findFirst()
                .orElseThrow(() ->
                        new WorldAway(
                                "the registry has no shard " + shard + " in tier " + tier.text()));
    }

    Connection dial(Node shard, String purpose, Limits limits) throws SQLException {
        Connection connection = connect(shard, MOVER, settings.moverPassword(), purpose, limits);
        try {
            checkIdentity(connection, shard);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** As the other shard would, to see whether it can. */
    Connection dialAsCopy(Node shard) throws SQLException {
        return connect(shard, COPY, settings.copyPassword(), "pre-flight", Limits.STEP);
    }

    /** What a subscription reads the changes of {@code publisher} with. */
    String subscriptionString(Node publisher) {
        ShardAddress address = ShardAddress.of(publisher);
        int colon = address.server().lastIndexOf(':');
        return "host=%s port=%s dbname=%s user=%s password=%s connect_timeout=5 keepalives_idle=5 keepalives_interval=5 keepalives_count=3"
                .formatted(
                        quoted(address.server().substring(0, colon)),
                        quoted(address.server().substring(colon + 1)),
                        quoted(address.database()),
                        COPY,
                        quoted(settings.copyPassword()));
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Connection connect(
            Node shard, String user, String password, String purpose, Limits limits)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "plat mover: " + purpose);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "socketTimeout", Long.toString(limits.duration.plus(SOCKET_SLACK).toSeconds()));
        // What a dead controller leaves open, or one whose line is cut, holds up nobody for longer
        // than this.
        properties.setProperty(
                "options",
                "-c statement_timeout=%s -c lock_timeout=%s -c idle_in_transaction_session_timeout=%s -c client_connection_check_interval=2s -c synchronous_commit=on"
                                .formatted(
                                        limits.statement,
                                        limits.lock,
                                        limits == Limits.COMPARE ? "15min" : "15s")
                        + DeadPeers.OPTIONS);
        return DriverManager.getConnection(ShardAddress.of(shard).url(), properties);
    }

    private void checkIdentity(Connection connection, Node shard) throws SQLException {
        String expected = topology.cluster() + " " + shard.tier().text() + " " + shard.name();
        String sql = "SELECT concat_ws(' ', cluster, tier, shard) FROM plat.plat_shard";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            String found = row.next() ? row.getString(1) : "an empty plat_shard";
            if (!found.equals(expected)) {
                throw new PlatException(
                        ErrorCode.WRONG_CLUSTER,
                        "The database at this address is not the expected shard.",
                        "value",
                        found,
                        "expected",
                        expected);
            }
        }
    }
}
