package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Dialer.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The connections of one driven move, by side and purpose. The target's line for steps holds the
 * move's session lock: it opens only when it gets the lock, so that nobody drives without it.
 *
 * <p>Threads: for one.
 */
final class Lines implements AutoCloseable {

    private final Map<Side, ShardLine> steps = new EnumMap<>(Side.class);
    private final Map<Side, ShardLine> swaps = new EnumMap<>(Side.class);
    private final Map<Side, ShardLine> slots = new EnumMap<>(Side.class);
    private final Map<Side, ShardLine> snapshots = new EnumMap<>(Side.class);
    private boolean busy;

    Lines(Dialer dialer, Control control, Move move) {
        for (Side side : Side.values()) {
            String shard = Link.shard(move, side);
            ShardLine.Greeting greeting =
                    side == Side.TARGET ? connection -> lock(connection, move) : _ -> {};
            steps.put(side, line(dialer, control, move, shard, "step", Limits.STEP, greeting));
            swaps.put(side, line(dialer, control, move, shard, "swap", Limits.STEP, _ -> {}));
            slots.put(side, line(dialer, control, move, shard, "slot", Limits.SLOT, _ -> {}));
            snapshots.put(
                    side, line(dialer, control, move, shard, "compare", Limits.COMPARE, _ -> {}));
        }
    }

    ShardLine step(Side side) {
        return of(steps, side);
    }

    ShardLine swap(Side side) {
        return of(swaps, side);
    }

    ShardLine slot(Side side) {
        return of(slots, side);
    }

    ShardLine snapshot(Side side) {
        return of(snapshots, side);
    }

    @Override
    public void close() {
        swaps.values().forEach(ShardLine::close);
        slots.values().forEach(ShardLine::close);
        snapshots.values().forEach(ShardLine::close);
        steps.values().forEach(ShardLine::close);
    }

    /** Whether this connection has the lock of a move from now on. */
    static boolean tryLock(Connection connection, String tail) throws SQLException {
        int[] keys = Link.lockKeys(tail);
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            lock.setInt(1, keys[0]);
            lock.setInt(2, keys[1]);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Ends whoever holds the lock of a move and has not been told anything for so long: its other
     * end is gone. Only for who leads, and does not drive the move.
     */
    static void endForgotten(Connection connection, String tail, Duration silence)
            throws SQLException {
        int[] keys = Link.lockKeys(tail);
        String sql =
                """
                SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                 WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
                   AND l.classid::bigint = ?::bigint & 4294967295 AND l.objid::bigint = ?::bigint & 4294967295
                   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND a.usename = ? AND a.state = 'idle'
                   AND a.state_change < now() - make_interval(secs => ?)\
                """;
        try (PreparedStatement end = connection.prepareStatement(sql)) {
            end.setInt(1, keys[0]);
            end.setInt(2, keys[1]);
            end.setString(3, Dialer.MOVER);
            end.setDouble(4, silence.toMillis() / 1e3);
            end.executeQuery().close();
        }
    }

    /** Whether the lock was refused when it was last asked for. */
    boolean busy() {
        return busy;
    }

    private void lock(Connection connection, Move move) throws SQLException {
        busy = true;
        if (!tryLock(connection, Link.tail(move.id()))) {
            throw new WorldAway("another process drives move " + move.id());
        }
        busy = false;
    }

    private static ShardLine of(Map<Side, ShardLine> lines, Side side) {
        ShardLine line = lines.get(side);
        if (line == null) {
            throw new IllegalStateException("no line for " + side);
        }
        return line;
    }

    private static ShardLine line(
            Dialer dialer,
            Control control,
            Move move,
            String shard,
            String purpose,
            Limits limits,
            ShardLine.Greeting greeting) {
        String text = purpose + " " + Link.tail(move.id());
        return new ShardLine(dialer, control, move.tier(), shard, text, limits, greeting);
    }
}
