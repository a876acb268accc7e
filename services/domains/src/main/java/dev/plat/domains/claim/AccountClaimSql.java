package dev.plat.domains.claim;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code account_claim}, in the account's bucket: what it has asked for. */
final class AccountClaimSql {

    /** A claim as its account knows it. */
    record Asked(String name, Id claim, Id site, int generation) {}

    /**
     * What the limits are about.
     *
     * @param open claims at the moment
     * @param recent those opened since the start of the window
     * @param firstRecent the oldest of these; null for none
     */
    record Count(int open, int recent, @Nullable Instant firstRecent) {}

    /**
     * One at a time for each account, to the end of the transaction: limits count what is there.
     */
    void lock(Tx tx, Id account) throws SQLException {
        String sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, 7300))";
        try (PreparedStatement lock = tx.connection().prepareStatement(sql)) {
            lock.setString(1, account.toString());
            lock.execute();
        }
    }

    Optional<Asked> open(Tx tx, Id account, String name) throws SQLException {
        String sql =
                """
                SELECT name, claim_id, site_id, generation FROM account_claim
                 WHERE bucket = ? AND account_id = ? AND name = ? AND closed IS NULL
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, name);
            return asked(select).stream().findFirst();
        }
    }

    List<Asked> allOpen(Tx tx, Id account) throws SQLException {
        String sql =
                """
                SELECT name, claim_id, site_id, generation FROM account_claim
                 WHERE bucket = ? AND account_id = ? AND closed IS NULL ORDER BY name
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, account.uuid());
            return asked(select);
        }
    }

    Count count(Tx tx, Id account, Instant since) throws SQLException {
        String sql =
                """
                SELECT count(*) FILTER (WHERE closed IS NULL), count(*) FILTER (WHERE opened > ?),
                  min(opened) FILTER (WHERE opened > ?)
                  FROM account_claim WHERE bucket = ? AND account_id = ?
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            Stamps.set(select, 1, since);
            Stamps.set(select, 2, since);
            select.setInt(3, tx.bucket().number());
            select.setObject(4, account.uuid());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Count(row.getInt(1), row.getInt(2), Stamps.getOrNull(row, 3));
            }
        }
    }

    int lastGeneration(Tx tx, Id account, String name) throws SQLException {
        String sql =
                """
                SELECT coalesce(max(generation), 0) FROM account_claim
                 WHERE bucket = ? AND account_id = ? AND name = ?
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    void insert(Tx tx, Id account, Asked asked, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO account_claim
                  (bucket, account_id, name, claim_id, site_id, generation, opened)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setObject(2, account.uuid());
            insert.setString(3, asked.name());
            insert.setObject(4, asked.claim().uuid());
            insert.setObject(5, asked.site().uuid());
            insert.setInt(6, asked.generation());
            Stamps.set(insert, 7, now);
            insert.executeUpdate();
        }
    }

    boolean close(Tx tx, Id account, Id claim, Instant now) throws SQLException {
        String sql =
                """
                UPDATE account_claim SET closed = ?
                 WHERE bucket = ? AND account_id = ? AND claim_id = ? AND closed IS NULL
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            Stamps.set(update, 1, now);
            update.setInt(2, tx.bucket().number());
            update.setObject(3, account.uuid());
            update.setObject(4, claim.uuid());
            return update.executeUpdate() == 1;
        }
    }

    private static List<Asked> asked(PreparedStatement select) throws SQLException {
        List<Asked> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(
                        new Asked(
                                row.getString(1),
                                new Id(IdKind.CLAIM, row.getObject(2, UUID.class)),
                                new Id(IdKind.SITE, row.getObject(3, UUID.class)),
                                row.getInt(4)));
            }
        }
        return found;
    }
}
