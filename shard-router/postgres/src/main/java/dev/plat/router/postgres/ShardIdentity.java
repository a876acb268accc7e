package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Who a database says it is. Every new connection asks, because addresses get reused: a wrong
 * answer here would be a row on the wrong shard.
 */
record ShardIdentity(String cluster, String tier, String shard) {

    // The statistics are thrown away by crash recovery and by nothing else in daily life, so the
    // time of their reset tells one life of the server from the next. A promotion begins a
    // timeline.
    private static final String SQL =
            """
            SELECT s.cluster::text, s.tier, s.shard,
                   b.stats_reset::text || CASE WHEN pg_is_in_recovery() THEN ' standby'
                     ELSE ' ' || left(pg_walfile_name(pg_current_wal_lsn()), 8) END
              FROM plat.plat_shard s, pg_catalog.pg_stat_bgwriter b\
            """;

    static ShardIdentity of(String cluster, Node shard) {
        return new ShardIdentity(cluster, shard.tier().text(), shard.name());
    }

    /**
     * Returns which life of the server this is: it changes when the server crashes and when another
     * one is promoted in its place.
     *
     * @throws PlatException {@code wrong-cluster} when this is another database
     */
    String check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            if (!row.next()) {
                throw wrong("an empty plat_shard");
            }
            ShardIdentity found =
                    new ShardIdentity(row.getString(1), row.getString(2), row.getString(3));
            if (!found.equals(this)) {
                throw wrong(found.toString());
            }
            return row.getString(4);
        }
    }

    private PlatException wrong(String found) {
        return new PlatException(
                ErrorCode.WRONG_CLUSTER,
                "The database at this address is not the expected shard.",
                "value",
                found,
                "expected",
                toString());
    }
}
