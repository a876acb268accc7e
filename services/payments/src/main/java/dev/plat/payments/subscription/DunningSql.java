package dev.plat.payments.subscription;

import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The table {@code dunning}. */
public final class DunningSql {

    public Optional<Standing.Dunning> find(Tx tx, Id subscription) throws SQLException {
        String sql =
                "SELECT since, decline, day, step FROM dunning WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, subscription.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(dunning(row)) : Optional.empty();
            }
        }
    }

    private static Standing.Dunning dunning(ResultSet row) throws SQLException {
        int day = row.getInt("day");
        Optional<String> step = Optional.ofNullable(row.getString("step"));
        return new Standing.Dunning(
                row.getObject("since", OffsetDateTime.class).toInstant(),
                DeclineClass.of(row.getString("decline")),
                step.map(text -> new DunningPlan.Item(day, DunningStep.of(text))));
    }

    /** As it is now; none is none. */
    public void save(Tx tx, Id subscription, Optional<Standing.Dunning> dunning)
            throws SQLException {
        if (dunning.isEmpty()) {
            delete(tx, subscription);
            return;
        }
        String sql =
                """
                INSERT INTO dunning (bucket, subscription_id, since, decline, day, step) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, subscription_id) DO UPDATE
                SET decline = EXCLUDED.decline, day = EXCLUDED.day, step = EXCLUDED.step\
                """;
        try (PreparedStatement save = tx.connection().prepareStatement(sql)) {
            save.setShort(1, (short) tx.bucket().number());
            save.setObject(2, subscription.uuid());
            save.setObject(3, dunning.get().since().atOffset(ZoneOffset.UTC));
            save.setString(4, dunning.get().decline().text());
            if (dunning.get().last().isPresent()) {
                save.setInt(5, dunning.get().last().get().day());
                save.setString(6, dunning.get().last().get().step().text());
            } else {
                save.setNull(5, Types.INTEGER);
                save.setNull(6, Types.VARCHAR);
            }
            save.executeUpdate();
        }
    }

    private static void delete(Tx tx, Id subscription) throws SQLException {
        String sql = "DELETE FROM dunning WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setObject(2, subscription.uuid());
            delete.executeUpdate();
        }
    }
}
