package dev.plat.router.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * What a shard's schema is, by its catalogs: the same text on PostgreSQL 15 and 18 for the same
 * migrations, so without numbers, the order of columns, and the NOT NULL constraints that 18 lists
 * apart. Two shards with different hashes exchange no bucket.
 *
 * @param hash SHA-256 in hex
 * @param lines sorted, one for each column, constraint, index, policy, trigger, function, enum
 */
public record SchemaHash(String hash, List<String> lines) {

    private static final String SQL =
            """
            WITH room AS (
              SELECT oid, nspname FROM pg_namespace
               WHERE nspname NOT IN ('pg_catalog', 'information_schema')
                 AND nspname NOT LIKE 'pg\\_t%'),
            relation AS (
              SELECT c.*, format('%I.%I', r.nspname, c.relname) AS name FROM pg_class c
                JOIN room r ON r.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history')
            SELECT concat_ws('|', 'table', name, relkind, relpersistence, relreplident,
                             relrowsecurity, relforcerowsecurity) AS line
              FROM relation
            UNION ALL
            SELECT concat_ws('|', 'column', t.name, a.attname, format_type(a.atttypid, a.atttypmod),
                             a.attnotnull, a.attidentity, a.attgenerated,
                             (SELECT l.collname FROM pg_collation l
                               WHERE l.oid = a.attcollation AND l.collname <> 'default'),
                             pg_get_expr(d.adbin, d.adrelid))
              FROM relation t JOIN pg_attribute a ON a.attrelid = t.oid
              LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
             WHERE a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT concat_ws('|', 'constraint', t.name, k.conname, pg_get_constraintdef(k.oid))
              FROM relation t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype <> 'n'
            UNION ALL
            SELECT concat_ws('|', 'index', t.name, pg_get_indexdef(i.indexrelid), i.indisvalid)
              FROM relation t JOIN pg_index i ON i.indrelid = t.oid
            UNION ALL
            SELECT concat_ws('|', 'policy', t.name, p.polname, p.polcmd, p.polpermissive,
                             (SELECT string_agg(r.rolname, ',' ORDER BY r.rolname COLLATE "C")
                                FROM pg_roles r WHERE r.oid = ANY (p.polroles)),
                             pg_get_expr(p.polqual, p.polrelid),
                             pg_get_expr(p.polwithcheck, p.polrelid))
              FROM relation t JOIN pg_policy p ON p.polrelid = t.oid
            UNION ALL
            SELECT concat_ws('|', 'trigger', t.name, pg_get_triggerdef(g.oid), g.tgenabled)
              FROM relation t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
            UNION ALL
            SELECT concat_ws('|', 'function', format('%I.%I', r.nspname, f.proname),
                             pg_get_function_identity_arguments(f.oid), f.provolatile, f.prosecdef,
                             array_to_string(f.proconfig, ','), md5(f.prosrc),
                             md5(pg_get_function_sqlbody(f.oid)))
              FROM pg_proc f JOIN room r ON r.oid = f.pronamespace
            UNION ALL
            SELECT concat_ws('|', 'enum', format('%I.%I', r.nspname, e.typname),
                             (SELECT string_agg(l.enumlabel, ',' ORDER BY l.enumsortorder)
                                FROM pg_enum l WHERE l.enumtypid = e.oid))
              FROM pg_type e JOIN room r ON r.oid = e.typnamespace WHERE e.typtype = 'e'\
            """;

    public SchemaHash {
        lines = List.copyOf(lines);
    }

    /** Of the database at the other end; changes the connection's search path. */
    public static SchemaHash of(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            // Expressions then come with every name in full.
            statement.execute("SET search_path = pg_catalog");
            try (ResultSet rows = statement.executeQuery(SQL)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            statement.execute("RESET search_path");
        }
        // Here, because the servers may sort differently.
        Collections.sort(lines);
        return new SchemaHash(sha256(String.join("\n", lines)), lines);
    }

    /** The lines of either that the other lacks, "+" here and "-" there. */
    public List<String> differences(SchemaHash other) {
        List<String> differences = new ArrayList<>();
        lines.stream()
                .filter(line -> !other.lines.contains(line))
                .forEach(line -> differences.add("+" + line));
        other.lines.stream()
                .filter(line -> !lines.contains(line))
                .forEach(line -> differences.add("-" + line));
        return differences;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
