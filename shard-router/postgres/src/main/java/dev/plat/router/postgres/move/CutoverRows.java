package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code plat_bucket} as a cutover changes it: a compare-and-set of all its buckets' rows or of
 * none. What lies inside the writers' pause takes one trip to the server, the commit with it:
 * beside busy customers every trip waits twice for a processor.
 */
final class CutoverRows {

    private static final String NOT_AS_EXPECTED = "PB006";

    private static final String FREEZE =
            """
            WITH frozen AS (
              UPDATE plat.plat_bucket k
                 SET state = 'frozen', freeze_no = freeze_no + 1,
                     frozen_until = clock_timestamp() + interval '500 ms', since = now()
                FROM unnest(?::smallint[], ?::bigint[]) e(bucket, epoch)
               WHERE k.bucket = e.bucket AND k.epoch = e.epoch
                 AND (state = 'owned' OR state = 'frozen' AND frozen_until <= clock_timestamp())
              RETURNING k.bucket, k.epoch, k.freeze_no),
            marked AS (
              INSERT INTO plat.plat_marker (bucket, move, dir, n)
              SELECT bucket, ?, ?, freeze_no FROM frozen
              ON CONFLICT (bucket, move, dir) DO UPDATE SET n = excluded.n)
            SELECT bucket, epoch, freeze_no, plat.plat_demand(count(*) OVER () = ?) FROM frozen\
            """;

    private static final String GRANT =
            """
            UPDATE plat.plat_bucket k
               SET state = 'owned', epoch = k.epoch + 1, peer = NULL, frozen_until = NULL,
                   since = now()
              FROM unnest(?::smallint[], ?::bigint[], ?::int[]) f(bucket, epoch, freeze_no)
             WHERE k.bucket = f.bucket AND k.state IN ('importing', 'moved')
               AND k.epoch = f.epoch AND k.move = ?
               AND EXISTS (SELECT FROM plat.plat_marker m
                            WHERE m.bucket = k.bucket AND m.move = k.move AND m.dir = ?
                              AND m.n = f.freeze_no)\
            """;

    private CutoverRows() {}

    /**
     * Owned, or frozen for longer than they may be, → frozen, with their markers, where the locks
     * of all of them are free; in one trip, the commit too.
     *
     * @param ctl of the controller
     * @param lockLimit for the rows' locks, in PostgreSQL's words
     * @return nothing when a lock is not free, or a row was not as expected
     */
    static List<Freeze> freezeAtOnce(
            Connection connection,
            long ctl,
            String lockLimit,
            Move move,
            Side giver,
            Map<Bucket, Long> epochs)
            throws SQLException {
        String sql =
                """
                SELECT plat.plat_control(?);
                SELECT set_config('lock_timeout', ?, true);
                SELECT plat.plat_demand(bool_and(pg_try_advisory_xact_lock(7001, bucket)))
                  FROM unnest(?::smallint[]) bucket;
                """
                        + FREEZE;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, ctl);
            update.setString(2, lockLimit);
            update.setArray(3, MoveBook.numbers(connection, List.copyOf(epochs.keySet())));
            bindFreeze(update, 4, move, giver, epochs);
            if (!demand(update)) {
                return List.of();
            }
            for (int i = 0; i < 3; i++) {
                update.getMoreResults();
            }
            try (ResultSet rows = update.getResultSet()) {
                return freezes(giver, rows);
            }
        }
    }

    /** The same within a transaction that has the locks. */
    static List<Freeze> freeze(
            Connection connection, Move move, Side giver, Map<Bucket, Long> epochs)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FREEZE)) {
            bindFreeze(update, 1, move, giver, epochs);
            if (!demand(update)) {
                return List.of();
            }
            try (ResultSet rows = update.getResultSet()) {
                return freezes(giver, rows);
            }
        }
    }

    private static void bindFreeze(
            PreparedStatement update, int first, Move move, Side giver, Map<Bucket, Long> epochs)
            throws SQLException {
        Connection connection = update.getConnection();
        update.setArray(first, MoveBook.numbers(connection, List.copyOf(epochs.keySet())));
        update.setArray(
                first + 1, connection.createArrayOf("int8", epochs.values().toArray(Long[]::new)));
        update.setObject(first + 2, move.id());
        update.setShort(first + 3, (short) giver.direction());
        update.setInt(first + 4, epochs.size());
    }

    private static List<Freeze> freezes(Side giver, ResultSet rows) throws SQLException {
        List<Freeze> freezes = new ArrayList<>();
        while (rows.next()) {
            freezes.add(
                    new Freeze(
                            giver, new Bucket(rows.getShort(1)), rows.getLong(2), rows.getInt(3)));
        }
        return freezes;
    }

    /** Frozen → owned; whether all of them were frozen still, and by these freezes. */
    static boolean thaw(Connection connection, List<Freeze> freezes) throws SQLException {
        String sql =
                """
                UPDATE plat.plat_bucket k
                   SET state = 'owned', frozen_until = NULL, since = now()
                  FROM unnest(?::smallint[], ?::bigint[], ?::int[]) f(bucket, epoch, freeze_no)
                 WHERE k.bucket = f.bucket AND k.state = 'frozen' AND k.epoch = f.epoch
                   AND k.freeze_no = f.freeze_no\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            bind(update, freezes, 1);
            return update.executeUpdate() == freezes.size();
        }
    }

    /** Frozen by these freezes → moved, and commit, in one trip; false when one of them was not. */
    static boolean handOverAndCommit(Connection connection, Link link, List<Freeze> freezes)
            throws SQLException {
        String sql =
                """
                WITH given AS (
                  UPDATE plat.plat_bucket k
                     SET state = 'moved', epoch = k.epoch + 1, peer = ?, move = ?,
                         frozen_until = NULL, since = now()
                    FROM unnest(?::smallint[], ?::bigint[], ?::int[]) f(bucket, epoch, freeze_no)
                   WHERE k.bucket = f.bucket AND k.state = 'frozen' AND k.epoch = f.epoch
                     AND k.freeze_no = f.freeze_no
                  RETURNING k.bucket)
                SELECT plat.plat_demand(count(*) = ?) FROM given;
                COMMIT\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, link.takerShard());
            update.setObject(2, link.move().id());
            bind(update, freezes, 3);
            update.setInt(6, freezes.size());
            return demand(update);
        }
    }

    /**
     * Importing or moved → owned, by the markers of the freezes that ended the giver's time, and
     * commit, in one trip; false when one of them was not so.
     */
    static boolean grantAndCommit(Connection connection, Link link, List<Freeze> freezes)
            throws SQLException {
        String sql =
                "WITH granted AS ("
                        + GRANT
                        + " RETURNING k.bucket)"
                        + " SELECT plat.plat_demand(count(*) = ?) FROM granted; COMMIT";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            bindGrant(update, link, freezes);
            update.setInt(6, freezes.size());
            return demand(update);
        }
    }

    /** The same within a transaction, which is to be rolled back when this is false. */
    static boolean grant(Connection connection, Link link, List<Freeze> freezes)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(GRANT)) {
            bindGrant(update, link, freezes);
            return update.executeUpdate() == freezes.size();
        }
    }

    private static void bindGrant(PreparedStatement update, Link link, List<Freeze> freezes)
            throws SQLException {
        bind(update, freezes, 1);
        update.setObject(4, link.move().id());
        update.setShort(5, (short) link.giver().direction());
    }

    /** False when a statement did not find what {@code plat_demand} asks for, or had to wait. */
    private static boolean demand(PreparedStatement statements) throws SQLException {
        try {
            statements.execute();
            return true;
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (NOT_AS_EXPECTED.equals(state) || ShardLine.LOCK_NOT_AVAILABLE.equals(state)) {
                return false;
            }
            throw e;
        }
    }

    /** Three arrays from a place on: buckets, epochs, freeze numbers. */
    private static void bind(PreparedStatement statement, List<Freeze> freezes, int first)
            throws SQLException {
        Connection connection = statement.getConnection();
        Object[] epochs = freezes.stream().map(Freeze::epoch).toArray();
        Object[] numbers = freezes.stream().map(Freeze::freezeNo).toArray();
        statement.setArray(
                first, MoveBook.numbers(connection, freezes.stream().map(Freeze::bucket).toList()));
        statement.setArray(first + 1, connection.createArrayOf("int8", epochs));
        statement.setArray(first + 2, connection.createArrayOf("int4", numbers));
    }
}
