package dev.plat.ops.sandbox.canary;

import dev.plat.schemas.CardNumbers;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Searches one place after the other for the numbers that somebody typed, in every shape; and what
 * people read, logs and text columns, for whatever else passes for a card. Says where, and never
 * the number.
 *
 * <p>Threads: for one.
 */
public final class CardHunt {

    private static final int HITS_MAX = 3;
    private static final int FETCHED = 5_000;

    private final Needles needles;
    private final List<String> found = new ArrayList<>();
    private long bytes;
    private int places;

    /**
     * @param typed bare
     */
    public CardHunt(List<String> typed) {
        this.needles = Needles.of(typed);
    }

    /** Where, and in which shape. */
    public List<String> found() {
        return List.copyOf(found);
    }

    public long bytes() {
        return bytes;
    }

    public int places() {
        return places;
    }

    /** Every file below; {@code readable}: text, which is also searched for other numbers. */
    public void files(String what, Path folder, boolean readable) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            places++;
            bytes += Files.size(file);
            try (InputStream in = Files.newInputStream(file)) {
                hits(what + " " + folder.relativize(file), in);
            }
            if (readable) {
                lines(what + " " + folder.relativize(file), file);
            }
        }
    }

    private void lines(String what, Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (CardNumbers.mayHold(line)) {
                    found.add(what + " line " + number + ": passes for a card");
                }
            }
        }
    }

    /** Each row of each table, as a dump has it; and each of its text columns. */
    public void database(String what, Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false); // else the driver fetches a table as a whole
        for (String table : tables(connection)) {
            places++;
            String sql = "SELECT t::text FROM " + table + " t";
            try (Statement statement = byAndBy(connection);
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    byte[] dumped = row.getString(1).getBytes(StandardCharsets.UTF_8);
                    bytes += dumped.length;
                    hits(what + " " + table, new ByteArrayInputStream(dumped));
                }
            }
            for (String column : texts(connection, table)) {
                texts(what, connection, table, column);
            }
        }
    }

    private void texts(String what, Connection connection, String table, String column)
            throws SQLException {
        String sql =
                "SELECT \"%s\"::text FROM %s WHERE \"%1$s\" IS NOT NULL".formatted(column, table);
        try (Statement statement = byAndBy(connection);
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                if (CardNumbers.mayHold(row.getString(1))) {
                    found.add(what + " " + table + "." + column + ": passes for a card");
                }
            }
        }
    }

    private static Statement byAndBy(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(FETCHED);
        return statement;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return strings(
                connection,
                """
                SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')\
                """);
    }

    private static List<String> texts(Connection connection, String table) throws SQLException {
        return strings(
                connection,
                """
                SELECT column_name FROM information_schema.columns
                 WHERE format('%%I.%%I', table_schema, table_name) = '%s'
                   AND data_type IN ('text', 'character varying', 'json', 'jsonb')\
                """
                        .formatted(table));
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                all.add(row.getString(1));
            }
        }
        return all;
    }

    /** All objects of a JVM, those that nobody refers to any more as well. */
    public void heap(String what, long pid, Path scratch) throws IOException, InterruptedException {
        heap(what, pid, scratch, List.of("-all"));
    }

    /** Only what it holds on to: of a process that has to see what is typed, and not to keep it. */
    public void kept(String what, long pid, Path scratch) throws IOException, InterruptedException {
        heap(what, pid, scratch, List.of());
    }

    private void heap(String what, long pid, Path scratch, List<String> which)
            throws IOException, InterruptedException {
        Path dump = scratch.resolve("heap-" + pid + ".hprof");
        Files.deleteIfExists(dump);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.addAll(List.of(Long.toString(pid), "GC.heap_dump"));
        command.addAll(which);
        command.add(dump.toString());
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0 || !Files.exists(dump)) {
            throw new IOException("no heap dump of " + what + ": " + said);
        }
        places++;
        bytes += Files.size(dump);
        try (InputStream in = Files.newInputStream(dump)) {
            hits(what, in);
        } finally {
            Files.delete(dump);
        }
    }

    private void hits(String where, InputStream in) throws IOException {
        for (Needles.Hit hit : needles.search(in, HITS_MAX)) {
            found.add(where + " at byte " + hit.position() + ": " + hit.needle());
        }
    }
}
