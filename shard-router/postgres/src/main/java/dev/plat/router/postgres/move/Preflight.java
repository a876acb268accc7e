package dev.plat.router.postgres.move;

import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRefused;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.SchemaHash;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of two shards before anything is made; a refusal names what would help. */
final class Preflight {

    private static final int LINES_SHOWN = 3;

    private final Move move;
    private final Lines lines;
    private final Dialer dialer;
    private final MoverSettings settings;

    Preflight(Move move, Lines lines, Dialer dialer, MoverSettings settings) {
        this.move = move;
        this.lines = lines;
        this.dialer = dialer;
        this.settings = settings;
    }

    void check() throws MoveRefused {
        schemas();
        owners();
        for (Side side : Side.values()) {
            String shard = Link.shard(move, side);
            ServerChecks checks = new ServerChecks(shard, settings.oldTransaction());
            refuse(lines.step(side).look(c -> checks.refusal(c, side)));
            refuse(lines.step(side).look(checks::tables));
            refuse(unhashed(side));
            refuse(copyRole(side));
        }
        refuse(lines.step(Side.SOURCE).look(this::keptLog));
    }

    private void schemas() throws MoveRefused {
        SchemaHash source = lines.step(Side.SOURCE).look(SchemaHash::of);
        SchemaHash target = lines.step(Side.TARGET).look(SchemaHash::of);
        List<String> differences = source.differences(target);
        if (!differences.isEmpty()) {
            throw new MoveRefused(
                    "the schemas of "
                            + move.source()
                            + " (+) and "
                            + move.target()
                            + " (-) differ in "
                            + differences.size()
                            + " places, first: "
                            + String.join(
                                    "; ",
                                    differences.subList(
                                            0, Math.min(LINES_SHOWN, differences.size())))
                            + ". Migrate all shards first.");
        }
    }

    private void owners() throws MoveRefused {
        Map<Bucket, BucketRow> source =
                lines.step(Side.SOURCE).look(c -> BucketRows.of(c, move.buckets()));
        Map<Bucket, Long> epochs = BucketRows.ownedEpochs(source);
        for (Bucket bucket : move.buckets()) {
            if (!epochs.containsKey(bucket)) {
                throw new MoveRefused(
                        "bucket "
                                + bucket.number()
                                + " is not owned by "
                                + move.source()
                                + " but is "
                                + source.getOrDefault(bucket, BucketRow.NONE).state()
                                + " there. Plan again with the present owners.");
            }
        }
        Map<Bucket, BucketRow> target =
                lines.step(Side.TARGET).look(c -> BucketRows.of(c, move.buckets()));
        for (Map.Entry<Bucket, BucketRow> entry : target.entrySet()) {
            BucketRow row = entry.getValue();
            boolean mine =
                    row.state() == BucketRow.State.IMPORTING
                            && row.move().equals(Optional.of(move.id()));
            boolean free =
                    row.state() == BucketRow.State.NONE
                            || row.state() == BucketRow.State.MOVED
                            || row.state() == BucketRow.State.ABORTED;
            if (!mine && !free) {
                throw new MoveRefused(
                        "bucket "
                                + entry.getKey().number()
                                + " is "
                                + row.state()
                                + " on "
                                + move.target()
                                + row.move().map(other -> " by move " + other).orElse("")
                                + ". Wait for that move to end, or plan again.");
            }
        }
        for (CarriedTable table : lines.step(Side.TARGET).look(CarriedTable::all)) {
            refuse(lines.step(Side.TARGET).look(c -> rowsLeft(c, table)));
        }
    }

    private Optional<String> rowsLeft(Connection connection, CarriedTable table)
            throws SQLException {
        String sql = "SELECT bucket FROM %s WHERE bucket = ANY (?) LIMIT 1".formatted(table.name());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, MoveBook.numbers(connection, move.buckets()));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                "shard "
                                        + move.target()
                                        + " has rows of bucket "
                                        + row.getInt(1)
                                        + " in "
                                        + table.name()
                                        + " from an earlier move. Wait for its clean-up to end.")
                        : Optional.empty();
            }
        }
    }

    /** A type without a hash cannot be compared. */
    private Optional<String> unhashed(Side side) {
        List<HashedType> types = lines.step(side).look(HashedType::all);
        for (HashedType type : types) {
            if (!lines.step(side).look(type::hasHash)) {
                return Optional.of(
                        "column "
                                + type.column()
                                + " on shard "
                                + Link.shard(move, side)
                                + " has type "
                                + type.name()
                                + ", which has no hash, so its rows cannot be compared. Use a type"
                                + " that has one, as jsonb instead of json.");
            }
        }
        return Optional.empty();
    }

    private Optional<String> copyRole(Side side) {
        String shard = Link.shard(move, side);
        try (Connection connection = dialer.dialAsCopy(lines.step(side).node());
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT rolreplication AND rolbypassrls"
                                        + " AND pg_has_role('pg_read_all_data', 'USAGE')"
                                        + " FROM pg_roles WHERE rolname = current_user");
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1)
                    ? Optional.empty()
                    : Optional.of(
                            "role plat_copy on shard "
                                    + shard
                                    + " needs REPLICATION, BYPASSRLS and pg_read_all_data, else a"
                                    + " copy is partial in silence. Set the shard up again.");
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("28")) {
                return Optional.of(
                        "role plat_copy cannot sign in to shard "
                                + shard
                                + ": "
                                + e.getMessage()
                                + ". Set the shard up again with the present passwords.");
            }
            throw ShardLine.translated(shard, "pre-flight as plat_copy", e);
        }
    }

    /** A slot that may lose its log in the middle of the copy. */
    private Optional<String> keptLog(Connection connection) throws SQLException {
        String sql =
                """
                SELECT setting::bigint,
                       (SELECT coalesce(sum(pg_table_size(c.oid)), 0) FROM pg_class c
                         WHERE c.relkind = 'r')
                         * ? / greatest(?, (SELECT count(*) FROM plat.plat_bucket
                                             WHERE state IN ('owned', 'frozen'))) / 1048576
                  FROM pg_settings WHERE name = 'max_slot_wal_keep_size'\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, move.buckets().size());
            select.setLong(2, move.buckets().size());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long kept = row.getLong(1);
                long needed = Math.max(1024, row.getLong(2));
                return kept < 0 || kept >= needed
                        ? Optional.empty()
                        : Optional.of(
                                "max_slot_wal_keep_size of shard "
                                        + move.source()
                                        + " is "
                                        + kept
                                        + " MB; the copy may need "
                                        + needed
                                        + " MB. Set it to -1, or move fewer buckets.");
            }
        }
    }

    private static void refuse(Optional<String> text) throws MoveRefused {
        if (text.isPresent()) {
            throw new MoveRefused(text.orElseThrow());
        }
    }
}
