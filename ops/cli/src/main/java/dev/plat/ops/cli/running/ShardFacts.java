package dev.plat.ops.cli.running;

import dev.plat.router.core.Node;
import dev.plat.router.postgres.SchemaHash;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** What a shard says about itself; read, never changed. */
public final class ShardFacts {

    // to_jsonb, so that a shard of an older or newer version can be asked, too.
    private static final String SQL =
            """
            SELECT (SELECT count(*) FROM plat.plat_bucket WHERE state IN ('owned', 'frozen')),
                   (SELECT count(*) FROM plat.plat_bucket WHERE state = 'importing'),
                   left(pg_walfile_name(pg_current_wal_lsn()), 8),
                   coalesce(to_jsonb(s) ->> 'armed_timeline', ''),
                   pg_database_size(current_database()),
                   (SELECT count(*) FROM pg_replication_slots
                     WHERE database = current_database() AND slot_name LIKE 'plat\\_%'),
                   (SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)
                      FROM pg_replication_slots WHERE database = current_database()),
                   (SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)
                      FROM pg_replication_slots WHERE database = current_database()),
                   current_setting('server_version')
              FROM plat.plat_shard s\
            """;

    private final RunFile run;

    public ShardFacts(RunFile run) {
        this.run = run;
    }

    /**
     * What was found.
     *
     * @param armed timeline for which writes are open; empty when nothing says
     * @param slots of moves, for links that other shards read
     * @param retainedBytes of write-ahead log that a slot keeps
     * @param lagBytes of the slowest link
     * @param schema hash of the schema; empty when it was not asked for
     */
    public record Facts(
            int owned,
            int importing,
            String timeline,
            String armed,
            long bytes,
            int slots,
            long retainedBytes,
            long lagBytes,
            String version,
            String schema) {

        /** Buckets that live here, or are on their way. */
        public int liveBuckets() {
            return owned + importing;
        }
    }

    /** Asks the shard. */
    public Facts look(Node shard, boolean withSchema) throws SQLException {
        try (Connection connection = connect(shard);
                Statement statement = connection.createStatement()) {
            String schema = withSchema ? SchemaHash.of(connection).hash() : "";
            try (ResultSet row = statement.executeQuery(SQL)) {
                if (!row.next()) {
                    throw new SQLException(shard.name() + " does not say which shard it is");
                }
                return new Facts(
                        row.getInt(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getInt(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getString(9),
                        schema);
            }
        }
    }

    private Connection connect(Node shard) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "plat_owner");
        properties.setProperty("password", run.secret("postgres.owner.password"));
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://" + shard.address(), properties);
    }
}
