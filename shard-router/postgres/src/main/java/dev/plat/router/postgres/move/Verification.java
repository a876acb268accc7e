package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
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
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares buckets without stopping them: a freeze of a few milliseconds in which the owner's
 * snapshot is taken, its marker awaited, and the other side's taken. Both then show the same
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
        Map<Bucket, Boolean> results = new TreeMap<>();
        List<CarriedTable> tables = lines.step(owner).look(CarriedTable::all);
        List<String> strange = uncarried(owner, tables);
        for (Bucket bucket : buckets) {
            BucketRow row = lines.step(owner).look(c -> row(c, bucket));
            if (!strange.isEmpty()) {
                note(owner, bucket, row.epoch(), new Result(false, 0, strange));
                results.put(bucket, false);
                continue;
            }
            Optional<Result> result = compare(owner, bucket, row, tables);
            if (result.isPresent()) {
                note(owner, bucket, row.epoch(), result.orElseThrow());
                results.put(bucket, result.orElseThrow().equal);
            }
        }
        return results;
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

    private Optional<Result> compare(
            Side owner, Bucket bucket, BucketRow row, List<CarriedTable> tables) {
        ShardLine mine = lines.snapshot(owner);
        ShardLine theirs = lines.snapshot(owner.other());
        try {
            // Connections and locks of the catalog are had before the freeze.
            mine.look(CarriedTable::all);
            theirs.look(CarriedTable::all);
            if (progress.bytesBehind(new Link(move, owner)) > BEHIND_MAX) {
                return Optional.empty();
            }
            Optional<Freeze> freeze = freezer.freeze(owner, bucket, row.epoch());
            if (freeze.isEmpty()) {
                return Optional.empty();
            }
            points.reach("verify.frozen");
            mine.begin(SNAPSHOT);
            points.reach("verify.source");
            boolean arrived = freezer.awaitMarker(bucket, freeze.orElseThrow(), MARKER_LIMIT);
            if (arrived) {
                theirs.begin(SNAPSHOT);
                points.reach("verify.target");
            }
            // A freeze that ended before cannot have kept both sides still.
            boolean still = freezer.thaw(bucket, freeze.orElseThrow());
            points.reach("verify.thawed");
            return arrived && still
                    ? Optional.of(compare(mine, theirs, bucket, tables))
                    : Optional.empty();
        } finally {
            mine.rollback();
            theirs.rollback();
        }
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

    private static BucketRow row(Connection connection, Bucket bucket) throws SQLException {
        return BucketRows.of(connection, List.of(bucket)).getOrDefault(bucket, BucketRow.NONE);
    }

    private void note(Side owner, Bucket bucket, long epoch, Result result) {
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
                    try (PreparedStatement upsert = connection.prepareStatement(sql)) {
                        upsert.setObject(1, move.id());
                        upsert.setShort(2, (short) bucket.number());
                        upsert.setString(3, owner.name().toLowerCase(Locale.ROOT));
                        upsert.setBoolean(4, result.equal);
                        upsert.setLong(5, epoch);
                        upsert.setLong(6, result.rows);
                        upsert.setString(7, sourceTimeline);
                        upsert.setString(8, timeline(connection));
                        upsert.setString(9, String.join("\n", result.differences));
                        return upsert.executeUpdate();
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
