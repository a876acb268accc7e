package dev.plat.domains.claim;

import dev.plat.domains.check.DnsLine;
import dev.plat.domains.check.Finding;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table {@code finding}, in the name's bucket. */
final class FindingSql {

    /** The page shows the first few; a name with more than these is not worth more rows. */
    private static final int MOST = 20;

    private static final int LINES_MAX = 20;
    private static final int LINE_MAX = 500;

    /**
     * A finding as it is shown again.
     *
     * @param wanted records to set
     */
    record Kept(String code, String sentence, List<DnsLine> wanted, List<String> found) {}

    /** What the last look found takes the place of what the one before did. */
    void replace(Tx tx, Id claim, List<Finding> findings, Instant now) throws SQLException {
        clear(tx, claim);
        String sql =
                """
                INSERT INTO finding (bucket, claim_id, position, code, sentence, wanted, found, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            for (int i = 0; i < Math.min(MOST, findings.size()); i++) {
                Finding finding = findings.get(i);
                insert.setInt(1, tx.bucket().number());
                insert.setObject(2, claim.uuid());
                insert.setInt(3, i);
                insert.setString(4, finding.code().text());
                insert.setString(5, shown(finding.sentence()));
                insert.setArray(6, lines(tx, finding.wanted().stream().map(DnsLine::toString)));
                insert.setArray(7, lines(tx, finding.found().stream()));
                Stamps.set(insert, 8, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    void clear(Tx tx, Id claim) throws SQLException {
        String sql = "DELETE FROM finding WHERE bucket = ? AND claim_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setInt(1, tx.bucket().number());
            delete.setObject(2, claim.uuid());
            delete.executeUpdate();
        }
    }

    List<Kept> list(Tx tx, Id claim) throws SQLException {
        String sql =
                """
                SELECT code, sentence, wanted, found FROM finding
                 WHERE bucket = ? AND claim_id = ? ORDER BY position
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, claim.uuid());
            List<Kept> findings = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    findings.add(
                            new Kept(
                                    row.getString(1),
                                    row.getString(2),
                                    lines(row, 3).stream().map(FindingSql::line).toList(),
                                    lines(row, 4)));
                }
            }
            return findings;
        }
    }

    private static java.sql.Array lines(Tx tx, Stream<String> lines) throws SQLException {
        Object[] texts = lines.limit(LINES_MAX).map(FindingSql::shown).toArray();
        return tx.connection().createArrayOf("text", texts);
    }

    private static List<String> lines(ResultSet row, int column) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(column).getArray())
                .map(String::valueOf)
                .toList();
    }

    /** Neither a host nor a type has a blank in it. */
    private static DnsLine line(String text) {
        String[] parts = text.split(" ", 3);
        return new DnsLine(parts[0], parts[1], parts[2]);
    }

    /** What strangers' servers say has no end, and may be anything. */
    private static String shown(String found) {
        String clean = found.replace('\0', ' ');
        if (clean.length() <= LINE_MAX) {
            return clean;
        }
        // Not through the middle of a character, which no encoder would write.
        boolean middle = Character.isHighSurrogate(clean.charAt(LINE_MAX - 1));
        return clean.substring(0, middle ? LINE_MAX - 1 : LINE_MAX);
    }
}
