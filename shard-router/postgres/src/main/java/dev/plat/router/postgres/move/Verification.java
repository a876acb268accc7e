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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares buckets without stopping them: a freeze of a few milliseconds in which the owner's
 * snapshot is taken, the markers awaited, and the other side's taken. Both then show the same
 * moment, so the comparison may take its time and has no false alarms.
 *
 * <p>Threads: for one.
 */
final class Verification {

    private static final Duration MARKER_LIMIT = Duration.ofMillis(150);
    // What is behind has to be applied before the marker; more than this waits for another time.
    private static final long BEHIND_MAX = 512 << 10;
    private static final String SNAPSHOT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final Move move;
    private final Lines lines;
    private final Freezer freezer;
    private final CopyProgress progress;
    private final ControlPoints points;

    Verification(
            Move move, Lines lines, Freezer freezer, CopyProgress progress, ControlPoints points) {
        this.move = move;
        this.lines = lines;
        this.freezer = freezer;
        this.progress = progress;
        this.points = points;
    }

    private record Result(boolean equal, long rows, List<String> differences) {}

    Map<Bucket, Boolean> compare(Side owner, List<Bucket> buckets) {
        Map<Bucket, Long> epochs = new TreeMap<>();
        lines.step(owner)
                .look(c -> BucketRows.of(c, buckets))
                .forEach((bucket, row) -> epochs.put(bucket, row.epoch()));
        List<CarriedTable> tables = lines.step(owner).look(CarriedTable::all);
        List<String> strange = uncarried(owner, tables);
        Map<Bucket, Result> results = new TreeMap<>();
        if (strange.isEmpty()) {
            compare(owner, epochs, tables, results);
        } else {
            buckets.forEach(bucket -> results.put(bucket, new Result(false, 0, strange)));
        }
        note(owner, epochs, results);
        return results.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().equal));
    }

    /** A table that came after the link was made is not carried, and nothing would say so. */
    private List<String> uncarried(Side owner, List<CarriedTable> tables) {
        List<String> sent =
                lines.step(owner).look(c -> Publications.tables(c, new Link(move, owner).name()));
        List<String> uncarried = new ArrayList<>();
        for (CarriedTable table : tables) {
            if (!sent.contains(table.name())) {
                uncarried.add(table.name() + ": was made after the move had begun");
            }
        }
        return uncarried;
    }

    private void compare(
            Side owner,
            Map<Bucket, Long> epochs,
            List<CarriedTable> tables,
            Map<Bucket, Result> results) {
        ShardLine mine = lines.snapshot(owner);
        ShardLine theirs = lines.snapshot(owner.other());
        try {
            // Connections are had before the freeze.
            mine.look(_ -> true);
            theirs.look(_ -> true);
            if (progress.bytesBehind(new Link(move, owner)) > BEHIND_MAX) {
                return;
            }
            List<Freeze> freezes = freeze(owner, new TreeMap<>(epochs));
            if (!freezes.isEmpty() && sameMoment(mine, theirs, freezes)) {
                for (Freeze freeze : freezes) {
                    results.put(freeze.bucket(), compare(mine, theirs, freeze.bucket(), tables));
                }
            }
        } finally {
            mine.rollback();
            theirs.rollback();
        }
    }

    /** Those that nobody holds up, together; empty when there are none, or a row has changed. */
    private List<Freeze> freeze(Side owner, Map<Bucket, Long> epochs) {
        while (!epochs.isEmpty()) {
            MoveWorld.Frozen frozen = freezer.freeze(owner, epochs);
            if (!frozen.freezes().isEmpty() || frozen.held().isEmpty()) {
                return frozen.freezes();
            }
            epochs.keySet().removeAll(frozen.held());
        }
        return List.of();
    }

    /** Opens a snapshot on each side while all of them stand still. */
    private boolean sameMoment(ShardLine mine, ShardLine theirs, List<Freeze> freezes) {
        points.reach("verify.frozen");
        mine.begin(SNAPSHOT);
        points.reach("verify.source");
        boolean arrived = freezer.awaitMarkers(freezes, MARKER_LIMIT);
        if (arrived) {
            theirs.begin(SNAPSHOT);
            points.reach("verify.target");
        }
        // A freeze that ended before cannot have kept both sides still.
        boolean still = freezer.thaw(freezes);
        points.reach("verify.thawed");
        return arrived && still;
    }

    private Result compare(
            ShardLine mine, ShardLine theirs, Bucket bucket, List<CarriedTable> tables) {
        RowCompare.Digest left = mine.inside(c -> RowCompare.digest(c, tables, bucket));
        points.reach("verify.range");
        RowCompare.Digest right = theirs.inside(c -> RowCompare.digest(c, tables, bucket));
        List<String> differences = new ArrayList<>();
        for (CarriedTable table : tables) {
            if (!String.valueOf(left.tables().get(table.name()))
                    .equals(right.tables().get(table.name()))) {
                differences.addAll(
                        mine.inside(owner ->
                                theirs.inside(other ->
                                        RowCompare.differences(owner, other, table, bucket))));
            }
        }
        return new Result(left.tables().equals(right.tables()), left.rows(), differences);
    }

    private void note(Side owner, Map<Bucket, Long> epochs, Map<Bucket, Result> results) {
        if (results.isEmpty()) {
            return;
        }
        String sourceTimeline = lines.step(Side.SOURCE).look(Verification::timeline);
        String sql =
                """
                INSERT INTO plat.plat_verify (move, bucket, owner, equal, epoch, row_count,
                  source_timeline, target_timeline, differences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (move, bucket, owner) DO UPDATE
                SET equal = excluded.equal, epoch = excluded.epoch, row_count = excluded.row_count,
                    source_timeline = excluded.source_timeline,
                    target_timeline = excluded.target_timeline,
                    differences = excluded.differences, at = excluded.at\
                """;
        lines.step(Side.TARGET)
                .write(connection -> {
                    String targetTimeline = timeline(connection);
                    try (PreparedStatement upsert = connection.prepareStatement(sql)) {
                        for (Map.Entry<Bucket, Result> entry : results.entrySet()) {
                            Bucket bucket = entry.getKey();
                            Result result = entry.getValue();
                            upsert.setObject(1, move.id());
                            upsert.setShort(2, (short) bucket.number());
                            upsert.setString(3, owner.name().toLowerCase(Locale.ROOT));
                            upsert.setBoolean(4, result.equal);
                            upsert.setLong(5, epochs.getOrDefault(bucket, 0L));
                            upsert.setLong(6, result.rows);
                            upsert.setString(7, sourceTimeline);
                            upsert.setString(8, targetTimeline);
                            upsert.setString(9, String.join("\n", result.differences));
                            upsert.addBatch();
                        }
                        return upsert.executeBatch().length;
                    }
                });
    }

    private static String timeline(Connection connection) throws SQLException {
        String sql = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
