package dev.plat.router.postgres.move;

import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a giver sends: the rows of some buckets of all tables, and this link's own markers. The
 * filter says it twice: by a bit, since a walsender looks through an array element by element for
 * every row of the server, and by an array, by which a table's copy finds its index.
 */
final class Publications {

    private static final String MARKER = "plat.plat_marker";
    private static final Pattern ARRAY = Pattern.compile("'\\{([0-9,]*)\\}'");

    private Publications() {}

    static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT FROM pg_publication WHERE pubname = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    static void create(Connection connection, Link link, SortedSet<Integer> buckets)
            throws SQLException {
        List<String> tables =
                CarriedTable.all(connection).stream().map(CarriedTable::name).toList();
        execute(
                connection,
                "CREATE PUBLICATION %s FOR TABLE %s WITH (publish = 'insert,update,delete')"
                        .formatted(link.name(), filtered(link, tables, buckets)));
    }

    /** The tables but for the marker's, by name, quoted. */
    static List<String> tables(Connection connection, String name) throws SQLException {
        String sql =
                """
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_publication p
                  JOIN pg_publication_rel r ON r.prpubid = p.oid
                  JOIN pg_class c ON c.oid = r.prrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE p.pubname = ? AND n.nspname <> 'plat'
                 ORDER BY format('%I.%I', n.nspname, c.relname) COLLATE "C"\
                """;
        List<String> tables = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    /** The buckets it sends now. */
    static SortedSet<Integer> buckets(Connection connection, String name) throws SQLException {
        String sql =
                """
                SELECT pg_get_expr(r.prqual, r.prrelid) FROM pg_publication p
                  JOIN pg_publication_rel r ON r.prpubid = p.oid
                 WHERE p.pubname = ? AND r.prrelid <> 'plat.plat_marker'::regclass LIMIT 1\
                """;
        SortedSet<Integer> buckets = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    Matcher matcher = ARRAY.matcher(String.valueOf(row.getString(1)));
                    if (matcher.find() && !matcher.group(1).isEmpty()) {
                        for (String number : matcher.group(1).split(",", -1)) {
                            buckets.add(Integer.parseInt(number));
                        }
                    }
                }
            }
        }
        return buckets;
    }

    /** Takes what {@link #set} needs, and waits for it. */
    static void lock(Connection connection, List<String> tables) throws SQLException {
        if (!tables.isEmpty()) {
            execute(
                    connection,
                    "LOCK TABLE " + String.join(", ", tables) + " IN SHARE UPDATE EXCLUSIVE MODE");
        }
    }

    /** The same tables with other buckets: one added since has no subscription yet. */
    static void set(
            Connection connection, Link link, List<String> tables, SortedSet<Integer> buckets)
            throws SQLException {
        execute(
                connection,
                "ALTER PUBLICATION %s SET TABLE %s"
                        .formatted(link.name(), filtered(link, tables, buckets)));
    }

    static void drop(Connection connection, String name) throws SQLException {
        Ddl.run(connection, "DROP PUBLICATION IF EXISTS %I", List.of(name));
    }

    private static String filtered(Link link, List<String> tables, SortedSet<Integer> buckets) {
        String array =
                buckets.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        String rows =
                " WHERE (get_bit('\\x"
                        + bits(buckets)
                        + "'::bytea, bucket & 4095::smallint) = 1 AND bucket = ANY ('"
                        + array
                        + "'::smallint[]))";
        UUID move = link.move().id();
        return tables.stream().map(table -> table + rows + ", ").collect(Collectors.joining())
                + MARKER
                + " WHERE (dir = "
                + link.giver().direction()
                + " AND move = '"
                + move
                + "')";
    }

    /** One bit for each bucket there is, in the order of {@code get_bit}. */
    private static String bits(SortedSet<Integer> buckets) {
        byte[] bits = new byte[Bucket.COUNT / Byte.SIZE];
        for (int bucket : buckets) {
            bits[bucket / Byte.SIZE] |= (byte) (1 << bucket % Byte.SIZE);
        }
        return HexFormat.of().formatHex(bits);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
