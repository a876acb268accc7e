package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.Move.Wish;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code plat_move} on one shard. */
final class MoveBook {

    private static final String COLUMNS =
            """
            SELECT move, source, target, buckets, soak_millis, rows_per_second_max, ordered_by, step, wish,
                   greatest(0, extract(epoch FROM soak_until - clock_timestamp()) * 1000)::bigint, why
              FROM plat.plat_move\
            """;

    private MoveBook() {}

    static void create(Connection connection, Move move) throws SQLException {
        String sql =
                """
                INSERT INTO plat.plat_move
                  (move, source, target, buckets, soak_millis, rows_per_second_max, ordered_by)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (move) DO NOTHING\
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, move.id());
            insert.setString(2, move.source());
            insert.setString(3, move.target());
            insert.setArray(4, numbers(connection, move.buckets()));
            insert.setLong(5, move.soak().toMillis());
            insert.setInt(6, move.rowsPerSecondMax());
            insert.setString(7, move.order());
            insert.executeUpdate();
        }
    }

    static Optional<MoveRecord> find(Connection connection, Tier tier, UUID move)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " WHERE move = ?")) {
            select.setObject(1, move);
            return records(select, tier).stream().findFirst();
        }
    }

    static List<MoveRecord> unfinished(Connection connection, Tier tier) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        COLUMNS + " WHERE step NOT IN ('done', 'undone') ORDER BY made, move")) {
            return records(select, tier);
        }
    }

    static void wish(Connection connection, UUID move, Wish wish) throws SQLException {
        String sql = "UPDATE plat.plat_move SET wish = ?, changed = now() WHERE move = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, text(wish));
            update.setObject(2, move);
            update.executeUpdate();
        }
    }

    static boolean advance(Connection connection, UUID move, Step from, Step to)
            throws SQLException {
        String sql =
                """
                UPDATE plat.plat_move
                   SET step = ?, changed = now(),
                       soak_until = CASE WHEN ? THEN clock_timestamp() + soak_millis * interval '1 ms'
                                         ELSE soak_until END
                 WHERE move = ? AND step = ?\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, text(to));
            update.setBoolean(2, to == Step.SOAKING);
            update.setObject(3, move);
            update.setString(4, text(from));
            return update.executeUpdate() == 1;
        }
    }

    /** PLANNED has made nothing and is undone at once; later steps go back. */
    static boolean turnBack(Connection connection, UUID move, String why) throws SQLException {
        String sql =
                """
                UPDATE plat.plat_move
                   SET step = CASE WHEN step = 'planned' THEN 'undone' ELSE 'returning' END,
                       why = ?, changed = now()
                 WHERE move = ? AND step = ANY (?)\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, why);
            update.setObject(2, move);
            update.setArray(3, connection.createArrayOf("text", returnable()));
            return update.executeUpdate() == 1;
        }
    }

    private static String[] returnable() {
        return Arrays.stream(Step.values())
                .filter(Step::canReturn)
                .map(MoveBook::text)
                .toArray(String[]::new);
    }

    static java.sql.Array numbers(Connection connection, List<Bucket> buckets) throws SQLException {
        Short[] numbers =
                buckets.stream().map(bucket -> (short) bucket.number()).toArray(Short[]::new);
        return connection.createArrayOf("int2", numbers);
    }

    private static List<MoveRecord> records(PreparedStatement select, Tier tier)
            throws SQLException {
        List<MoveRecord> records = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                records.add(
                        new MoveRecord(
                                new Move(
                                        rows.getObject(1, UUID.class),
                                        tier,
                                        rows.getString(2),
                                        rows.getString(3),
                                        buckets(rows.getArray(4)),
                                        Duration.ofMillis(rows.getLong(5)),
                                        rows.getInt(6),
                                        rows.getString(7)),
                                Step.valueOf(upper(rows.getString(8))),
                                Wish.valueOf(upper(rows.getString(9))),
                                Duration.ofMillis(rows.getLong(10)),
                                rows.getString(11)));
            }
        }
        return records;
    }

    private static List<Bucket> buckets(java.sql.Array array) throws SQLException {
        return Arrays.stream((Short[]) array.getArray()).map(n -> new Bucket(n)).toList();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
