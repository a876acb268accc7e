package dev.plat.building.accounts;

import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Which account an e-mail address belongs to. A name's bucket follows from the name, an account's
 * from its id, and no transaction spans two buckets: so reserve the name, write the account,
 * confirm the name. What stopped half way is settled by whoever next asks for the name, by looking
 * whether the account exists.
 */
@Singleton
final class EmailNames {

    private final Router router;
    private final AccountRows accounts;

    EmailNames(Router router, AccountRows accounts) {
        this.router = router;
        this.accounts = accounts;
    }

    /** Holds the address for {@code account} for ten minutes; false when another account has it. */
    boolean reserve(Name email, Id account) {
        Optional<Id> holder =
                router.write(email, tx -> tryReserve(tx, email, account, Optional.empty()));
        if (holder.isEmpty()) {
            return true;
        }
        boolean abandoned =
                router.read(
                                holder.get(),
                                tx ->
                                        accounts.findByBucketAndAccountId(
                                                        (short) tx.bucket().number(),
                                                        holder.get().uuid())
                                                .isEmpty())
                        && router.read(email, tx -> expired(tx, email));
        return abandoned
                && router.write(email, tx -> tryReserve(tx, email, account, holder)).isEmpty();
    }

    /** Makes a reservation lasting; free to repeat. */
    void confirm(Name email, Id account) {
        router.write(
                email,
                tx -> {
                    String sql =
                            "UPDATE plat_name SET state = 'confirmed', expires = NULL WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?";
                    try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
                        bindName(update, 1, tx, email);
                        update.setObject(4, account.uuid());
                        return update.executeUpdate();
                    }
                });
    }

    /**
     * The account that holds the address, also by a reservation; whether it exists is for the
     * caller to see.
     */
    Optional<Id> find(Name email) {
        return router.read(email, tx -> holder(tx, email));
    }

    /** Empty when the name is now {@code account}'s, else who holds it. */
    private static Optional<Id> tryReserve(Tx tx, Name email, Id account, Optional<Id> takeFrom)
            throws SQLException {
        String sql =
                """
                INSERT INTO plat_name (bucket, kind, name, state, owner, expires)
                VALUES (?, ?, ?, 'reserved', ?, now() + interval '10 minutes')
                ON CONFLICT (bucket, kind, name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
                WHERE plat_name.state = 'reserved' AND plat_name.owner IN (excluded.owner, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bindName(insert, 1, tx, email);
            insert.setObject(4, account.uuid());
            insert.setObject(5, takeFrom.orElse(account).uuid());
            if (insert.executeUpdate() == 1) {
                return Optional.empty();
            }
        }
        return holder(tx, email);
    }

    private static Optional<Id> holder(Tx tx, Name email) throws SQLException {
        String sql = "SELECT owner FROM plat_name WHERE bucket = ? AND kind = ? AND name = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            bindName(select, 1, tx, email);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Id(IdKind.ACCOUNT, row.getObject(1, UUID.class)))
                        : Optional.empty();
            }
        }
    }

    private static boolean expired(Tx tx, Name email) throws SQLException {
        String sql =
                "SELECT 1 FROM plat_name WHERE bucket = ? AND kind = ? AND name = ? AND state = 'reserved' AND expires < now()";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            bindName(select, 1, tx, email);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void bindName(PreparedStatement statement, int from, Tx tx, Name email)
            throws SQLException {
        statement.setShort(from, (short) tx.bucket().number());
        statement.setString(from + 1, email.kind().text());
        statement.setString(from + 2, email.value());
    }
}
