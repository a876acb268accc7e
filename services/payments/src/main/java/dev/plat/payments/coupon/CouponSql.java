package dev.plat.payments.coupon;

import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code coupon}, in the code's bucket. */
final class CouponSql {

    private static final String COLUMNS =
            "code, " + CouponColumns.NAMES + ", starts, ends, most, held, used";

    /** False when there is one with its code. */
    boolean insert(Tx tx, Offer offer) throws SQLException {
        String sql =
                """
                INSERT INTO coupon (bucket, code, percent, amount, currency, plans, lasting, periods, starts, ends,
                  most, held, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
                ON CONFLICT (bucket, code) DO NOTHING\
                """;
        try (PreparedStatement insert = prepare(tx, sql, offer.coupon().code())) {
            CouponColumns.set(insert, 3, offer.coupon());
            insert.setObject(9, time(offer.starts()));
            insert.setObject(10, time(offer.ends()));
            insert.setInt(11, offer.most());
            return insert.executeUpdate() == 1;
        }
    }

    Optional<Offer> find(Tx tx, String code) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM coupon WHERE bucket = ? AND code = ?";
        try (PreparedStatement select = prepare(tx, sql, code);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(offer(row)) : Optional.empty();
        }
    }

    /** Over all buckets of one shard. */
    List<Offer> list(Tx tx, String after, int limit) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM coupon WHERE code > ? ORDER BY code LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setString(1, after);
            select.setInt(2, limit);
            List<Offer> offers = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    offers.add(offer(row));
                }
            }
            return offers;
        }
    }

    /** What ends earlier stays so. */
    void end(Tx tx, String code, Instant at) throws SQLException {
        String sql =
                """
                UPDATE coupon SET ends = least(ends, greatest(?, starts + interval '1 microsecond'))
                WHERE bucket = ? AND code = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(at));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, code);
            update.executeUpdate();
        }
    }

    /**
     * One more is held, if one is left: the row's lock lets those that come together do so one
     * after the other, and its constraint holds whatever this condition says.
     */
    boolean hold(Tx tx, String code) throws SQLException {
        return count(
                tx,
                code,
                """
                UPDATE coupon SET held = held + 1 WHERE bucket = ? AND code = ? AND held + used < most\
                """);
    }

    /** What was held is used. */
    boolean use(Tx tx, String code) throws SQLException {
        return count(
                tx,
                code,
                "UPDATE coupon SET held = held - 1, used = used + 1 WHERE bucket = ? AND code = ?");
    }

    boolean letGo(Tx tx, String code) throws SQLException {
        return count(tx, code, "UPDATE coupon SET held = held - 1 WHERE bucket = ? AND code = ?");
    }

    private static boolean count(Tx tx, String code, String sql) throws SQLException {
        try (PreparedStatement update = prepare(tx, sql, code)) {
            return update.executeUpdate() == 1;
        }
    }

    private static Offer offer(ResultSet row) throws SQLException {
        OffsetDateTime ends = row.getObject("ends", OffsetDateTime.class);
        return new Offer(
                CouponColumns.of(row.getString("code"), row),
                row.getObject("starts", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant(),
                row.getInt("most"),
                row.getInt("held"),
                row.getInt("used"));
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static PreparedStatement prepare(Tx tx, String sql, String code) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        statement.setShort(1, (short) tx.bucket().number());
        statement.setString(2, code);
        return statement;
    }
}
