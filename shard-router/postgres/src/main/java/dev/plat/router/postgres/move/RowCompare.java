package dev.plat.router.postgres.move;

import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bucket's rows on two sides, by count and two sums of 64-bit hashes; where those differ, row by
 * row. Both connections stand in a snapshot of the same content.
 */
final class RowCompare {

    static final int DIFFERENCES_MAX = 20;
    private static final int FETCH = 5000;

    private RowCompare() {}

    /**
     * @param rows of the bucket in all tables
     * @param tables name to count and sums
     */
    record Digest(long rows, Map<String, String> tables) {}

    static Digest digest(Connection connection, List<CarriedTable> tables, Bucket bucket)
            throws SQLException {
        Map<String, String> digests = new LinkedHashMap<>();
        if (tables.isEmpty()) {
            return new Digest(0, digests);
        }
        String sql =
                IntStream.range(0, tables.size())
                        .mapToObj(place -> digestSql(place, tables.get(place)))
                        .collect(Collectors.joining(" UNION ALL "));
        long rows = 0;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < tables.size(); i++) {
                select.setShort(i + 1, (short) bucket.number());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows += row.getLong(2);
                    digests.put(
                            tables.get(row.getInt(1)).name(),
                            row.getLong(2) + " " + row.getString(3) + " " + row.getString(4));
                }
            }
        }
        return new Digest(rows, digests);
    }

    private static String digestSql(int place, CarriedTable table) {
        return """
        SELECT %1$d, count(*), coalesce(sum(hash_record_extended(ROW(%2$s), 1)), 0)::text,
               coalesce(sum(hash_record_extended(ROW(%2$s), 2)), 0)::text
          FROM %3$s WHERE bucket = ?\
        """
                .formatted(place, String.join(", ", table.columns()), table.name());
    }

    /** The first rows that differ, each with its key. */
    static List<String> differences(
            Connection owner, Connection other, CarriedTable table, Bucket bucket)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement left = rows(owner, table, bucket);
                PreparedStatement right = rows(other, table, bucket);
                ResultSet mine = left.executeQuery();
                ResultSet theirs = right.executeQuery()) {
            boolean more = mine.next();
            boolean moreTheirs = theirs.next();
            while ((more || moreTheirs) && found.size() < DIFFERENCES_MAX) {
                int order =
                        !more
                                ? 1
                                : !moreTheirs
                                        ? -1
                                        : mine.getString(1).compareTo(theirs.getString(1));
                if (order < 0) {
                    found.add(table.name() + " " + mine.getString(2) + ": is missing");
                } else if (order > 0) {
                    found.add(table.name() + " " + theirs.getString(2) + ": is too many");
                } else if (!mine.getString(3).equals(theirs.getString(3))) {
                    found.add(table.name() + " " + mine.getString(2) + ": differs");
                }
                more = order <= 0 ? mine.next() : more;
                moreTheirs = order >= 0 ? theirs.next() : moreTheirs;
            }
        }
        return found;
    }

    /** In an order that both servers and Java share: of the bytes of the key's text, in hex. */
    private static PreparedStatement rows(Connection connection, CarriedTable table, Bucket bucket)
            throws SQLException {
        String sql =
                """
                SELECT encode(convert_to(ROW(%1$s)::text, 'UTF8'), 'hex') COLLATE "C" AS k,
                       ROW(%1$s)::text, hash_record_extended(ROW(%2$s), 1)::text
                         || ' ' || hash_record_extended(ROW(%2$s), 2)::text
                  FROM %3$s WHERE bucket = ? ORDER BY k\
                """
                        .formatted(
                                String.join(", ", table.key()),
                                String.join(", ", table.columns()),
                                table.name());
        PreparedStatement select = connection.prepareStatement(sql);
        select.setFetchSize(FETCH);
        select.setShort(1, (short) bucket.number());
        return select;
    }
}
