package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Short freezes of a few buckets at a time. The exclusive lock of a bucket returns when every
 * writer that passed the fence has ended, so the freeze, and its marker with it, commits behind all
 * their rows.
 *
 * <p>Threads: for one.
 */
final class Freezer {

    private static final String LOCK_LIMIT = "20ms";
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Move move;
    private final Lines lines;
    private final ControlPoints points;
    private final int patience;
    private final Map<Bucket, Integer> failures = new HashMap<>();

    Freezer(Move move, Lines lines, ControlPoints points, int patience) {
        this.move = move;
        this.lines = lines;
        this.points = points;
        this.patience = patience;
    }

    /** In one trip where nobody writes to them just now; else with a place in each one's queue. */
    MoveWorld.Frozen freeze(Side giver, Map<Bucket, Long> epochs) {
        ShardLine line = lines.step(giver);
        List<Freeze> atOnce =
                line.alone(connection ->
                        CutoverRows.freezeAtOnce(
                                connection, line.control(), LOCK_LIMIT, move, giver, epochs));
        return atOnce.isEmpty() ? queue(giver, epochs) : frozen(epochs, atOnce);
    }

    private MoveWorld.Frozen queue(Side giver, Map<Bucket, Long> epochs) {
        AtomicReference<Set<Bucket>> waitsFor = new AtomicReference<>(epochs.keySet());
        Optional<List<Freeze>> freezes =
                lines.step(giver)
                        .tryWrite(connection -> {
                            lock(connection, epochs.keySet(), waitsFor);
                            points.reach("freeze.locked");
                            List<Freeze> all = CutoverRows.freeze(connection, move, giver, epochs);
                            if (all.isEmpty()) {
                                connection.rollback();
                            }
                            return all;
                        });
        if (freezes.isEmpty()) {
            waitsFor.get().forEach(bucket -> heldUp(giver, bucket));
            return MoveWorld.Frozen.heldBy(waitsFor.get());
        }
        return frozen(epochs, freezes.get());
    }

    private MoveWorld.Frozen frozen(Map<Bucket, Long> epochs, List<Freeze> freezes) {
        failures.keySet().removeAll(epochs.keySet());
        return new MoveWorld.Frozen(freezes, Set.of());
    }

    boolean thaw(List<Freeze> freezes) {
        return lines.step(freezes.getFirst().side())
                .write(connection -> CutoverRows.thaw(connection, freezes));
    }

    /** Asks again and again: nothing tells when apply has committed a row. */
    boolean awaitMarkers(List<Freeze> freezes, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Side giver = freezes.getFirst().side();
        ShardLine line = lines.step(giver.other());
        while (true) {
            if (line.alone(connection -> haveCome(connection, giver, freezes))) {
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean haveCome(Connection connection, Side giver, List<Freeze> freezes)
            throws SQLException {
        String sql =
                """
                SELECT count(*) FROM plat.plat_marker m
                  JOIN unnest(?::smallint[], ?::int[]) f(bucket, n)
                    ON f.bucket = m.bucket AND f.n = m.n
                 WHERE m.move = ? AND m.dir = ?\
                """;
        Object[] numbers = freezes.stream().map(Freeze::freezeNo).toArray();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(
                    1, MoveBook.numbers(connection, freezes.stream().map(Freeze::bucket).toList()));
            select.setArray(2, connection.createArrayOf("int4", numbers));
            select.setObject(3, move.id());
            select.setShort(4, (short) giver.direction());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1) == freezes.size();
            }
        }
    }

    /**
     * First those that nobody writes to just now, all in one trip; then each of the others, with a
     * place in its queue.
     *
     * @param waitsFor is what was waited for when it takes too long
     */
    private static void lock(
            Connection connection, Set<Bucket> buckets, AtomicReference<Set<Bucket>> waitsFor)
            throws SQLException {
        List<Bucket> busy = tryLock(connection, buckets);
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(7001, ?)")) {
            for (Bucket bucket : busy) {
                waitsFor.set(Set.of(bucket));
                lock.setInt(1, bucket.number());
                lock.execute();
            }
        }
        waitsFor.set(buckets);
    }

    /** Returns those that were not free, and sets the limit for waiting. */
    private static List<Bucket> tryLock(Connection connection, Set<Bucket> buckets)
            throws SQLException {
        String sql =
                """
                SELECT set_config('lock_timeout', ?, true);
                SELECT bucket FROM unnest(?::smallint[]) bucket
                 WHERE NOT pg_try_advisory_xact_lock(7001, bucket)\
                """;
        List<Bucket> busy = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, LOCK_LIMIT);
            lock.setArray(2, MoveBook.numbers(connection, List.copyOf(buckets)));
            lock.execute();
            lock.getMoreResults();
            try (ResultSet row = lock.getResultSet()) {
                while (row.next()) {
                    busy.add(new Bucket(row.getShort(1)));
                }
            }
        }
        return busy;
    }

    private void heldUp(Side giver, Bucket bucket) {
        int count = failures.merge(bucket, 1, Integer::sum);
        if (count >= patience) {
            lines.step(giver)
                    .alone(connection -> {
                        endHolders(connection, bucket);
                        return true;
                    });
        }
    }

    /**
     * Ends what keeps the bucket: a cancel does nothing to an idle transaction, nor to one that
     * waits for the rest of what its client sends; one that waits for its standby must not be
     * cancelled, or its commit shows what no standby has.
     */
    private static void endHolders(Connection connection, Bucket bucket) throws SQLException {
        String sql =
                """
                SELECT CASE WHEN a.wait_event = 'ClientRead' THEN pg_terminate_backend(a.pid)
                            ELSE pg_cancel_backend(a.pid) END
                  FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                 WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
                   AND l.classid = 7001 AND l.objid = ?
                   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND l.pid <> pg_backend_pid()
                   AND a.wait_event IS DISTINCT FROM 'SyncRep'\
                """;
        try (PreparedStatement end = connection.prepareStatement(sql)) {
            end.setInt(1, bucket.number());
            end.executeQuery().close();
        }
    }
}
