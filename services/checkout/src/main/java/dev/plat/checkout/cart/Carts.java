package dev.plat.checkout.cart;

import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.Terms;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carts in their accounts' buckets.
 *
 * <p>Threads: safe; blocking.
 */
public final class Carts {

    private final Router router;
    private final IdGenerator ids;
    private final InstantSource clock;

    public Carts(Router router, IdGenerator ids, InstantSource clock) {
        this.router = router;
        this.ids = ids;
        this.clock = clock;
    }

    /** An account that has chosen nothing has an empty one, which nobody keeps. */
    public Cart of(Id account) {
        Id fresh = ids.next(IdKind.CART, account);
        return router.read(
                account,
                tx ->
                        new Cart(
                                id(tx, account).orElse(fresh),
                                lines(tx, account),
                                TermsSql.of(tx, account)));
    }

    /** How many lines it has. */
    public int size(Id account) {
        return router.read(account, tx -> count(tx, account));
    }

    /**
     * Puts a line in, or in the place of the one with its subject; of plans there is one. Every
     * change makes another cart: what was shown before can no longer be ordered unseen.
     *
     * @throws PlatException {@code cart-limit}
     */
    public void put(Id account, Cart.Line line) {
        Id fresh = ids.next(IdKind.CART, account);
        router.write(
                account,
                tx -> {
                    renew(tx, account, fresh);
                    if (line.kind() == OrderLine.Kind.PLAN) {
                        removePlans(tx, account);
                    }
                    remove(tx, account, line.subject());
                    if (count(tx, account) >= Cart.LINES_MAX) {
                        throw new PlatException(
                                ErrorCode.CART_LIMIT,
                                "A cart holds no more than this.",
                                "value",
                                Cart.LINES_MAX + 1,
                                "expected",
                                "1 to " + Cart.LINES_MAX + " lines");
                    }
                    insert(tx, account, line);
                    return account;
                });
    }

    /** Whether it was there or not. */
    public void take(Id account, String subject) {
        Id fresh = ids.next(IdKind.CART, account);
        router.write(
                account,
                tx -> {
                    renew(tx, account, fresh);
                    remove(tx, account, subject);
                    return account;
                });
    }

    /** Makes another cart, as every change does. */
    public void agree(Id account, Terms terms) {
        Id fresh = ids.next(IdKind.CART, account);
        router.write(
                account,
                tx -> {
                    renew(tx, account, fresh);
                    TermsSql.save(tx, account, terms);
                    return account;
                });
    }

    /** After what was ordered came to nothing: it can be ordered again. */
    public void renewed(Id account) {
        Id fresh = ids.next(IdKind.CART, account);
        router.write(
                account,
                tx -> {
                    renew(tx, account, fresh);
                    return account;
                });
    }

    /** After it was ordered, with its coupon; what was chosen meanwhile stays, in the next one. */
    public void ordered(Id account, Cart cart) {
        Id fresh = ids.next(IdKind.CART, account);
        router.write(
                account,
                tx -> {
                    renew(tx, account, fresh);
                    List<Cart.Line> left = lines(tx, account);
                    for (Cart.Line line : cart.lines()) {
                        if (left.contains(line)) {
                            remove(tx, account, line.subject());
                        }
                    }
                    TermsSql.save(tx, account, TermsSql.of(tx, account).withCoupon(null));
                    return account;
                });
    }

    /** That of the account, since something was put in. */
    private static Optional<Id> id(Tx tx, Id account) throws SQLException {
        String sql = "SELECT cart_id FROM cart WHERE bucket = ? AND account_id = ?";
        try (PreparedStatement select = prepare(tx, sql, account);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Id(IdKind.CART, row.getObject(1, UUID.class)))
                    : Optional.empty();
        }
    }

    private static int count(Tx tx, Id account) throws SQLException {
        String sql = "SELECT count(*) FROM cart_line WHERE bucket = ? AND account_id = ?";
        try (PreparedStatement select = prepare(tx, sql, account);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Another one from here on; locks it, so that two tabs choose one after the other. */
    private static void renew(Tx tx, Id account, Id fresh) throws SQLException {
        String sql =
                """
                INSERT INTO cart (bucket, account_id, cart_id) VALUES (?, ?, ?)
                ON CONFLICT (bucket, account_id) DO UPDATE SET cart_id = EXCLUDED.cart_id\
                """;
        try (PreparedStatement insert = prepare(tx, sql, account)) {
            insert.setObject(3, fresh.uuid());
            insert.executeUpdate();
        }
    }

    private static List<Cart.Line> lines(Tx tx, Id account) throws SQLException {
        String sql =
                """
                SELECT kind, subject, price, quantity, site FROM cart_line
                WHERE bucket = ? AND account_id = ? ORDER BY added, subject\
                """;
        try (PreparedStatement select = prepare(tx, sql, account);
                ResultSet row = select.executeQuery()) {
            List<Cart.Line> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(
                        new Cart.Line(
                                OrderLine.Kind.of(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getInt(4),
                                site(row.getObject(5, UUID.class))));
            }
            return lines;
        }
    }

    private void insert(Tx tx, Id account, Cart.Line line) throws SQLException {
        String sql =
                """
                INSERT INTO cart_line (bucket, account_id, kind, subject, price, quantity, site, added)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = prepare(tx, sql, account)) {
            insert.setString(3, line.kind().text());
            insert.setString(4, line.subject());
            insert.setString(5, line.price());
            insert.setInt(6, line.quantity());
            insert.setObject(7, line.site() == null ? null : line.site().uuid());
            insert.setObject(8, clock.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private static void remove(Tx tx, Id account, String subject) throws SQLException {
        String sql = "DELETE FROM cart_line WHERE bucket = ? AND account_id = ? AND subject = ?";
        try (PreparedStatement delete = prepare(tx, sql, account)) {
            delete.setString(3, subject);
            delete.executeUpdate();
        }
    }

    private static void removePlans(Tx tx, Id account) throws SQLException {
        String sql = "DELETE FROM cart_line WHERE bucket = ? AND account_id = ? AND kind = 'plan'";
        try (PreparedStatement delete = prepare(tx, sql, account)) {
            delete.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Tx tx, String sql, Id account) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        statement.setShort(1, (short) tx.bucket().number());
        statement.setObject(2, account.uuid());
        return statement;
    }

    private static @Nullable Id site(@Nullable UUID uuid) {
        return uuid == null ? null : new Id(IdKind.SITE, uuid);
    }
}
