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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The table {@code binding}, in the site's bucket. */
final class BindingSql {

    private static final String SELECT =
            """
            SELECT site_id, name, account_id, claim_id, generation, state, redirect_to, created
              FROM binding WHERE bucket = ? AND site_id = ?\
            """;

    Optional<Binding> find(Tx tx, Id site, String name) throws SQLException {
        List<Binding> found = select(tx, SELECT + " AND name = ?", site, name);
        return found.stream().findFirst();
    }

    /** Locked, so that what is counted stays. */
    Optional<Binding> lock(Tx tx, Id site, String name) throws SQLException {
        List<Binding> found = select(tx, SELECT + " AND name = ? FOR UPDATE", site, name);
        return found.stream().findFirst();
    }

    /** Those that are not released, the oldest first. */
    List<Binding> live(Tx tx, Id site) throws SQLException {
        return select(tx, SELECT + " AND state <> ? ORDER BY created, name", site, "released");
    }

    /** Writes a wish over none, or over one that was released. */
    boolean want(Tx tx, Binding binding) throws SQLException {
        String sql =
                """
                INSERT INTO binding AS b (bucket, site_id, name, account_id, claim_id, generation,
                  state, redirect_to, created, changed)
                VALUES (?, ?, ?, ?, ?, ?, 'wanted', ?, ?, ?)
                ON CONFLICT (bucket, site_id, name) DO UPDATE SET
                  (account_id, claim_id, generation, state, redirect_to, created, changed) =
                  (EXCLUDED.account_id, EXCLUDED.claim_id, EXCLUDED.generation, 'wanted',
                   EXCLUDED.redirect_to, EXCLUDED.created, EXCLUDED.changed)
                 WHERE b.state = 'released'
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            upsert.setInt(1, tx.bucket().number());
            upsert.setObject(2, binding.site().uuid());
            upsert.setString(3, binding.name());
            upsert.setObject(4, binding.account().uuid());
            upsert.setObject(5, binding.claim().uuid());
            upsert.setInt(6, binding.generation());
            upsert.setString(7, binding.redirectTo());
            Stamps.set(upsert, 8, binding.created());
            Stamps.set(upsert, 9, binding.created());
            return upsert.executeUpdate() == 1;
        }
    }

    /** False when the site does not want the name for this claim any more. */
    boolean accept(Tx tx, Id site, String name, Id claim, Instant now) throws SQLException {
        return change(tx, site, name, claim, "accepted", now);
    }

    /** False when it was released before, or is another claim's. */
    boolean release(Tx tx, Id site, String name, Id claim, Instant now) throws SQLException {
        return change(tx, site, name, claim, "released", now);
    }

    private static boolean change(Tx tx, Id site, String name, Id claim, String to, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE binding SET state = ?, changed = ?
                 WHERE bucket = ? AND site_id = ? AND name = ? AND claim_id = ?
                   AND state <> 'released'
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, to);
            Stamps.set(update, 2, now);
            update.setInt(3, tx.bucket().number());
            update.setObject(4, site.uuid());
            update.setString(5, name);
            update.setObject(6, claim.uuid());
            return update.executeUpdate() == 1;
        }
    }

    private static List<Binding> select(Tx tx, String sql, Id site, String parameter)
            throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setObject(2, site.uuid());
            select.setString(3, parameter);
            List<Binding> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(binding(row));
                }
            }
            return found;
        }
    }

    private static Binding binding(ResultSet row) throws SQLException {
        return new Binding(
                new Id(IdKind.SITE, row.getObject(1, UUID.class)),
                row.getString(2),
                new Id(IdKind.ACCOUNT, row.getObject(3, UUID.class)),
                new Id(IdKind.CLAIM, row.getObject(4, UUID.class)),
                row.getInt(5),
                Binding.State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7),
                Stamps.get(row, 8));
    }
}
