package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One shard's answer to a scatter: what the work found there, and what the shard owned in the
 * snapshot of that.
 *
 * @param answered false when the shard was asked for certain buckets and owned none of them, and
 *     the work was spared
 */
record ShardPart<T>(Claims claims, boolean answered, @Nullable T value) {

    private static final String CLAIM =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                    + " SELECT bucket, state, epoch, peer FROM plat.plat_bucket";

    /**
     * What a shard said of buckets.
     *
     * @param owned with the epoch
     * @param stated of all buckets it has a row for, who owns them as far as it knows
     */
    record Claims(Map<Bucket, Long> owned, Map<Bucket, Ownership> stated) {}

    /**
     * @param wanted when not empty, the work runs only if the shard owns one of these
     */
    static <T> ShardPart<T> ask(
            Shards shards, Node shard, Set<Bucket> wanted, Deadline deadline, TxWork<T> work)
            throws SQLException {
        try (Admission.Permit permit = shards.admission().enter(shard.name(), null, deadline)) {
            try (Connection connection = shards.pools().borrow(shard, Pools.Role.SCAN)) {
                RoutedTx tx = new RoutedTx(connection, null, deadline, () -> {});
                try {
                    Claims claims = claims(connection, shard);
                    permit.answered();
                    if (!wanted.isEmpty() && Collections.disjoint(wanted, claims.owned.keySet())) {
                        connection.commit();
                        return new ShardPart<>(claims, false, null);
                    }
                    T value =
                            ScopedValue.where(Attempt.IN_WORK, true)
                                    .<T, SQLException>call(() -> work.run(tx));
                    connection.commit();
                    return new ShardPart<>(claims, true, value);
                } finally {
                    tx.end();
                }
            } catch (SQLException e) {
                Refusal.of(e).ifPresent(permit::failed);
                throw e;
            }
        }
    }

    private static Claims claims(Connection connection, Node shard) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                Map<Bucket, Long> owned = new HashMap<>();
                Map<Bucket, Ownership> stated = new HashMap<>();
                while (rows.next()) {
                    Bucket bucket = new Bucket(rows.getInt(1));
                    String state = rows.getString(2);
                    long epoch = rows.getLong(3);
                    boolean here = state.equals("owned") || state.equals("frozen");
                    if (here) {
                        owned.put(bucket, epoch);
                    }
                    String owner = here ? shard.name() : rows.getString(4);
                    stated.put(bucket, new Ownership(epoch, List.of(owner)));
                }
                return new Claims(owned, stated);
            }
        }
    }
}
