package dev.plat.router.postgres.move;

import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code plat_bucket} as a mover changes it before and after a cutover: each change is a
 * compare-and-set of one row, and one that was made already by this move counts as made.
 */
final class BucketRows {

    private BucketRows() {}

    static Map<Bucket, BucketRow> of(Connection connection, List<Bucket> buckets)
            throws SQLException {
        String sql =
                """
                SELECT bucket, state, epoch, move, freeze_no FROM plat.plat_bucket
                 WHERE bucket = ANY (?)\
                """;
        Map<Bucket, BucketRow> rows = new TreeMap<>();
        buckets.forEach(bucket -> rows.put(bucket, BucketRow.NONE));
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, MoveBook.numbers(connection, buckets));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.put(
                            new Bucket(row.getShort(1)),
                            new BucketRow(
                                    BucketRow.State.valueOf(
                                            row.getString(2).toUpperCase(Locale.ROOT)),
                                    row.getLong(3),
                                    Optional.ofNullable(row.getObject(4, UUID.class)),
                                    row.getInt(5)));
                }
            }
        }
        return rows;
    }

    /**
     * None, moved or aborted → importing, while the move is CHECKED. The freeze number stays: it
     * must never be given twice.
     *
     * @param epochs the source's
     * @return how many rows are importing by this move, at their epochs
     */
    static int markImporting(Connection connection, Move move, Map<Bucket, Long> epochs)
            throws SQLException {
        String sql =
                """
                INSERT INTO plat.plat_bucket AS k (bucket, state, epoch, peer, move)
                SELECT n.bucket, 'importing', n.epoch, m.source, m.move
                  FROM unnest(?::smallint[], ?::bigint[]) n(bucket, epoch)
                  JOIN plat.plat_move m ON m.move = ? AND m.step = 'checked'
                    ON CONFLICT (bucket) DO UPDATE
                   SET state = 'importing', epoch = excluded.epoch, peer = excluded.peer,
                       move = excluded.move, frozen_until = NULL, since = now()
                 WHERE k.state IN ('moved', 'aborted') AND k.epoch <= excluded.epoch
                    OR k.state = 'importing' AND k.move = excluded.move AND k.epoch = excluded.epoch\
                """;
        Map<Bucket, Long> ordered = new TreeMap<>(epochs);
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setArray(1, MoveBook.numbers(connection, List.copyOf(ordered.keySet())));
            upsert.setArray(
                    2, connection.createArrayOf("int8", ordered.values().toArray(Long[]::new)));
            upsert.setObject(3, move.id());
            return upsert.executeUpdate();
        }
    }

    /** Importing or moved → aborted, pointing to the giver. */
    static boolean abort(Connection connection, Link link, Bucket bucket, long epoch)
            throws SQLException {
        String sql =
                """
                UPDATE plat.plat_bucket
                   SET state = 'aborted', epoch = ?, peer = ?, frozen_until = NULL, since = now()
                 WHERE bucket = ? AND move = ? AND epoch <= ?
                   AND state IN ('importing', 'moved', 'aborted')\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, epoch);
            update.setString(2, link.giverShard());
            update.setShort(3, (short) bucket.number());
            update.setObject(4, link.move().id());
            update.setLong(5, epoch);
            return update.executeUpdate() == 1;
        }
    }

    static boolean takeBack(Connection connection, Link link, Bucket bucket, long epoch)
            throws SQLException {
        String sql =
                """
                UPDATE plat.plat_bucket
                   SET state = 'owned', epoch = ? + 1, peer = NULL, frozen_until = NULL, since = now()
                 WHERE bucket = ? AND move = ? AND state = 'moved' AND epoch = ?\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, epoch);
            update.setShort(2, (short) bucket.number());
            update.setObject(3, link.move().id());
            update.setLong(4, epoch);
            return update.executeUpdate() == 1 || isOwned(connection, link, bucket, epoch + 1);
        }
    }

    /** Whether all of them were granted already. */
    static boolean areOwned(Connection connection, Link link, List<Freeze> freezes)
            throws SQLException {
        for (Freeze freeze : freezes) {
            if (!isOwned(connection, link, freeze.bucket(), freeze.epoch() + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this move has made the shard the owner already. */
    private static boolean isOwned(Connection connection, Link link, Bucket bucket, long epoch)
            throws SQLException {
        BucketRow row = of(connection, List.of(bucket)).getOrDefault(bucket, BucketRow.NONE);
        return row.state() == BucketRow.State.OWNED
                && row.epoch() == epoch
                && row.move().equals(Optional.of(link.move().id()));
    }

    /** The epochs of those buckets that are owned or frozen here. */
    static Map<Bucket, Long> ownedEpochs(Map<Bucket, BucketRow> rows) {
        Map<Bucket, Long> epochs = new HashMap<>();
        rows.forEach((bucket, row) -> {
            if (row.state() == BucketRow.State.OWNED || row.state() == BucketRow.State.FROZEN) {
                epochs.put(bucket, row.epoch());
            }
        });
        return epochs;
    }
}
