package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table whose rows belong to buckets.
 *
 * @param name schema and table, quoted as SQL needs it
 * @param columns all, quoted, by name
 * @param key of the primary key, quoted, in its order; the first is the bucket
 */
record CarriedTable(String name, List<String> columns, List<String> key) {

    private static final String SQL =
            """
            SELECT format('%I.%I', n.nspname, c.relname),
                   (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attname COLLATE "C")
                      FROM pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
                   (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place)
                      FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                     WHERE k.place <= i.indnkeyatts)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
              JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum = i.indkey[0]
             WHERE c.relkind = 'r' AND b.attname = 'bucket' AND b.atttypid = 'int2'::regtype
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'plat')
               AND n.nspname NOT LIKE 'pg\\_t%'
             ORDER BY format('%I.%I', n.nspname, c.relname) COLLATE "C"\
            """;

    /** All of this shard, by name. */
    static List<CarriedTable> all(Connection connection) throws SQLException {
        List<CarriedTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            while (rows.next()) {
                tables.add(new CarriedTable(rows.getString(1), texts(rows, 2), texts(rows, 3)));
            }
        }
        return tables;
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
