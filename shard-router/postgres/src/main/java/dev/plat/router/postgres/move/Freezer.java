package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Short freezes of single buckets. The exclusive lock returns when every writer that passed the
 * fence has ended, so the freeze, and its marker with it, commits behind all their rows.
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

    Optional<Freeze> freeze(Side giver, Bucket bucket, long epoch) {
        Optional<Optional<Integer>> number =
                lines.step(giver)
                        .tryWrite(connection -> {
                            lock(connection, bucket);
                            points.reach("freeze.locked");
                            return BucketRows.freeze(connection, move, giver, bucket, epoch);
                        });
        if (number.isEmpty()) {
            heldUp(giver, bucket);
            return Optional.empty();
        }
        failures.remove(bucket);
        if (number.orElseThrow().isEmpty()) {
            return Optional.empty();
        }
        points.reach("freeze.committed");
        return Optional.of(new Freeze(giver, epoch, number.orElseThrow().orElseThrow()));
    }

    boolean thaw(Bucket bucket, Freeze freeze) {
        return lines.step(freeze.side())
                .write(connection -> BucketRows.thaw(connection, bucket, freeze));
    }

    /** Asks again and again: nothing tells when apply has committed a row. */
    boolean awaitMarker(Bucket bucket, Freeze freeze, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        ShardLine line = lines.step(freeze.side().other());
        while (true) {
            if (line.alone(connection -> hasMarker(connection, bucket, freeze))) {
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean hasMarker(Connection connection, Bucket bucket, Freeze freeze)
            throws SQLException {
        String sql =
                """
                SELECT FROM plat.plat_marker
                 WHERE bucket = ? AND move = ? AND dir = ? AND n = ?\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setShort(1, (short) bucket.number());
            select.setObject(2, move.id());
            select.setShort(3, (short) freeze.side().direction());
            select.setInt(4, freeze.freezeNo());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void lock(Connection connection, Bucket bucket) throws SQLException {
        String sql =
                "SELECT set_config('lock_timeout', '"
                        + LOCK_LIMIT
                        + "', true); SELECT pg_advisory_xact_lock(7001, ?)";
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setInt(1, bucket.number());
            lock.execute();
        }
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
     * Ends what keeps the bucket: a cancel does nothing to an idle transaction, and one that waits
     * for its standby must not be cancelled, or its commit shows what no standby has.
     */
    private static void endHolders(Connection connection, Bucket bucket) throws SQLException {
        String sql =
                """
                SELECT CASE WHEN a.state LIKE 'idle in transaction%' THEN pg_terminate_backend(a.pid)
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
