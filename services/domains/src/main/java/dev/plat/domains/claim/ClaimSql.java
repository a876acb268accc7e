package dev.plat.domains.claim;

import dev.plat.domains.check.Pursuit;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The table {@code claim}, in the name's bucket. */
final class ClaimSql {

    private static final String COLUMNS =
            """
            name, account_id, claim_id, site_id, state, reason, redirect_to, generation,
            proof_value, proof_made, old_value, old_until, created, proved, ended, holder_claim,
            holder_told, holder_missing, pursued, checks, checked, due, epoch\
            """;

    /** A claim that wants to be looked at. */
    record Due(String name, Id account) {}

    Optional<Claim> find(Tx tx, String name, Id account) throws SQLException {
        return one(tx, name, account, "");
    }

    /** Locked to the end of the transaction; of several, lock in the order of their accounts. */
    Optional<Claim> lock(Tx tx, String name, Id account) throws SQLException {
        return one(tx, name, account, " FOR UPDATE");
    }

    Optional<Claim> byId(Tx tx, Id claim) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM claim WHERE bucket = ? AND claim_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, claim.uuid());
            return first(select);
        }
    }

    /** Opens a claim; false when one of this generation or a later one is there. */
    boolean open(Tx tx, Claim claim) throws SQLException {
        return insert(tx, claim) || update(tx, claim, false);
    }

    /** Writes what was locked and changed. */
    void put(Tx tx, Claim claim) throws SQLException {
        if (!update(tx, claim, true)) {
            throw new IllegalStateException("a claim was written by two");
        }
    }

    /** Who takes a claim to look at it: nobody else may before {@code until}. */
    Optional<Claim> lease(Tx tx, String name, Id account, Instant now, Instant until)
            throws SQLException {
        String sql =
                """
                UPDATE claim SET epoch = epoch + 1, checked = ?, due = ?
                 WHERE bucket = ? AND name = ? AND account_id = ? AND state <> 'ended'
                RETURNING\
                """
                        + " "
                        + COLUMNS;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            Stamps.set(update, 1, now);
            Stamps.set(update, 2, until);
            update.setInt(3, tx.bucket().number());
            update.setString(4, name);
            update.setObject(5, account.uuid());
            return first(update);
        }
    }

    /** Whoever has proven the name is looked at next: it has become free. */
    void hasten(Tx tx, String name, Instant now) throws SQLException {
        String sql =
                """
                UPDATE claim SET due = ?
                 WHERE bucket = ? AND claim_id IN (
                   SELECT claim_id FROM claim
                    WHERE bucket = ? AND name = ? AND state = 'proven' AND due > ?
                    ORDER BY account_id FOR UPDATE)
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            Stamps.set(update, 1, now);
            update.setInt(2, tx.bucket().number());
            update.setInt(3, tx.bucket().number());
            update.setString(4, name);
            Stamps.set(update, 5, now);
            update.executeUpdate();
        }
    }

    /** Of one shard, in a scatter. */
    List<Due> due(Tx scatter, Instant now, int limit) throws SQLException {
        String sql = "SELECT name, account_id FROM claim WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = scatter.connection().prepareStatement(sql)) {
            Stamps.set(select, 1, now);
            select.setInt(2, limit);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getString(1), id(IdKind.ACCOUNT, row, 2)));
                }
            }
            return due;
        }
    }

    /** The contest about this holder's claim; of several, the first. */
    Optional<Contest> contestWith(Tx tx, String name, Id holder) throws SQLException {
        String sql =
                """
                SELECT holder_told, holder_missing FROM claim
                 WHERE bucket = ? AND name = ? AND state = 'proven' AND holder_claim = ?
                   AND holder_told IS NOT NULL
                 ORDER BY holder_told LIMIT 1
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setString(2, name);
            select.setObject(3, holder.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Contest(
                                        holder, Stamps.getOrNull(row, 1), Stamps.getOrNull(row, 2)))
                        : Optional.empty();
            }
        }
    }

    private static Optional<Claim> one(Tx tx, String name, Id account, String lock)
            throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM claim WHERE bucket = ? AND name = ? AND account_id = ?"
                        + lock;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setString(2, name);
            select.setObject(3, account.uuid());
            return first(select);
        }
    }

    /**
     * Whatever unique index another's row of the moment is met in, it is waited for: with the
     * primary key alone as the arbiter, two who open one claim at once may meet in the other index,
     * and one of them fails.
     */
    private static boolean insert(Tx tx, Claim claim) throws SQLException {
        String sql =
                """
                INSERT INTO claim (claim_id, site_id, state, reason, redirect_to, generation,
                  proof_value, proof_made, old_value, old_until, created, proved, ended, holder_claim,
                  holder_told, holder_missing, pursued, checks, checked, due, epoch, bucket, name, account_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bind(insert, tx, claim);
            return insert.executeUpdate() == 1;
        }
    }

    private static boolean update(Tx tx, Claim claim, boolean same) throws SQLException {
        String sql =
                """
                UPDATE claim SET
                  (claim_id, site_id, state, reason, redirect_to, generation, proof_value,
                   proof_made, old_value, old_until, created, proved, ended, holder_claim, holder_told,
                   holder_missing, pursued, checks, checked, due, epoch) =
                  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 WHERE bucket = ? AND name = ? AND account_id = ?
                   AND (generation < ? OR (? AND claim_id = ?))\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            int next = bind(update, tx, claim);
            update.setInt(next, claim.generation());
            update.setBoolean(next + 1, same);
            update.setObject(next + 2, claim.id().uuid());
            return update.executeUpdate() == 1;
        }
    }

    /** Returns the place after the last. */
    private static int bind(PreparedStatement statement, Tx tx, Claim claim) throws SQLException {
        statement.setObject(1, claim.id().uuid());
        statement.setObject(2, claim.site().uuid());
        statement.setString(3, claim.state().name().toLowerCase(Locale.ROOT));
        statement.setString(4, claim.reason());
        statement.setString(5, claim.redirectTo());
        statement.setInt(6, claim.generation());
        statement.setString(7, claim.proof().value());
        Stamps.set(statement, 8, claim.proof().made());
        statement.setString(9, claim.proof().old());
        Stamps.set(statement, 10, claim.proof().oldUntil());
        Stamps.set(statement, 11, claim.created());
        Stamps.set(statement, 12, claim.proved());
        Stamps.set(statement, 13, claim.ended());
        Id with = claim.contest().with();
        statement.setObject(14, with == null ? null : with.uuid());
        Stamps.set(statement, 15, claim.contest().told());
        Stamps.set(statement, 16, claim.contest().missing());
        Stamps.set(statement, 17, claim.pursuit().since());
        statement.setInt(18, claim.pursuit().checks());
        Stamps.set(statement, 19, claim.checked());
        Stamps.set(statement, 20, claim.due());
        statement.setLong(21, claim.epoch());
        statement.setInt(22, tx.bucket().number());
        statement.setString(23, claim.name());
        statement.setObject(24, claim.account().uuid());
        return 25;
    }

    private static Optional<Claim> first(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(claim(row)) : Optional.empty();
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getString(1),
                id(IdKind.ACCOUNT, row, 2),
                id(IdKind.CLAIM, row, 3),
                id(IdKind.SITE, row, 4),
                Claim.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                new ProofValue(
                        row.getString(9),
                        Stamps.get(row, 10),
                        row.getString(11),
                        Stamps.getOrNull(row, 12)),
                Stamps.get(row, 13),
                Stamps.getOrNull(row, 14),
                Stamps.getOrNull(row, 15),
                contest(row),
                new Pursuit(Stamps.get(row, 19), row.getInt(20)),
                Stamps.getOrNull(row, 21),
                Stamps.getOrNull(row, 22),
                row.getLong(23));
    }

    private static Contest contest(ResultSet row) throws SQLException {
        UUID with = row.getObject(16, UUID.class);
        return new Contest(
                with == null ? null : new Id(IdKind.CLAIM, with),
                Stamps.getOrNull(row, 17),
                Stamps.getOrNull(row, 18));
    }

    private static Id id(IdKind kind, ResultSet row, int column) throws SQLException {
        return new Id(kind, row.getObject(column, UUID.class));
    }
}
