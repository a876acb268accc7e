package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Deletes the rows of buckets that a shard has given away, in batches in the order of their keys.
 * Each batch asks again, under a lock of the bucket's row, whether they may go.
 */
final class CleanUp {

    private static final int BATCH_MAX = 2000;
    private static final int BATCHES_PER_SECOND = 5;

    private CleanUp() {}

    /**
     * @param rate rows per second, 0 for no limit
     */
    static void rows(
            ShardLine line, UUID move, List<Bucket> buckets, int rate, ControlPoints points) {
        List<CarriedTable> tables = line.look(CarriedTable::all);
        int batch = rate == 0 ? BATCH_MAX : Math.clamp(rate / BATCHES_PER_SECOND, 1, BATCH_MAX);
        for (Bucket bucket : buckets) {
            boolean more = true;
            while (more) {
                int deleted = line.write(c -> delete(c, move, bucket, tables, batch));
                points.reach("clean.rows");
                if (rate > 0) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) * deleted / rate);
                }
                more = deleted == batch;
            }
        }
    }

    /** Markers and results of comparisons. */
    static void notes(ShardLine line, UUID move) {
        line.write(c -> {
            run(c, "DELETE FROM plat.plat_marker WHERE move = ?", move);
            run(c, "DELETE FROM plat.plat_verify WHERE move = ?", move);
            return true;
        });
    }

    /**
     * How many rows went, of all tables; none, when the bucket may not be touched. One transaction
     * for all tables: most buckets are small, and each commit waits for the disk.
     */
    private static int delete(
            Connection connection, UUID move, Bucket bucket, List<CarriedTable> tables, int most)
            throws SQLException {
        if (!mayGo(connection, move, bucket)) {
            return 0;
        }
        // Rows that nobody may delete, such as the books', go too: they live on with the new owner.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role = replica");
        }
        int deleted = 0;
        for (CarriedTable table : tables) {
            if (deleted < most) {
                deleted += delete(connection, bucket, table, most - deleted);
            }
        }
        return deleted;
    }

    private static int delete(Connection connection, Bucket bucket, CarriedTable table, int most)
            throws SQLException {
        String sql =
                """
                DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                  SELECT ctid FROM %1$s WHERE bucket = ? ORDER BY %2$s LIMIT ?)) AND bucket = ?\
                """
                        .formatted(table.name(), String.join(", ", table.key()));
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setShort(1, (short) bucket.number());
            delete.setInt(2, most);
            delete.setShort(3, (short) bucket.number());
            return delete.executeUpdate();
        }
    }

    /**
     * Given away by this move, and nothing of this move is left here that would send the deletions
     * to the new owner or bring the rows again.
     */
    private static boolean mayGo(Connection connection, UUID move, Bucket bucket)
            throws SQLException {
        String sql =
                """
                SELECT FROM plat.plat_bucket k
                 WHERE k.bucket = ? AND k.move = ? AND k.state IN ('moved', 'aborted')
                   AND NOT EXISTS (SELECT FROM pg_publication p
                                    WHERE p.pubname IN ('plat_f_' || ?, 'plat_b_' || ?))
                   AND NOT EXISTS (SELECT FROM pg_subscription s
                                    WHERE s.subname IN ('plat_f_' || ?, 'plat_b_' || ?)
                                      AND s.subdbid = (SELECT d.oid FROM pg_database d
                                                        WHERE d.datname = current_database()))
                   FOR SHARE OF k\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setShort(1, (short) bucket.number());
            select.setObject(2, move);
            for (int i = 3; i <= 6; i++) {
                select.setString(i, Link.tail(move));
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void run(Connection connection, String sql, UUID move) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, move);
            statement.executeUpdate();
        }
    }
}
