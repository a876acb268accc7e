package dev.plat.domains.registration;

import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Transfer;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The table {@code epp_message}. */
final class MessageSql {

    /** The same one twice is one row. */
    void insert(Tx tx, String registry, Message message) throws SQLException {
        String sql =
                """
                INSERT INTO epp_message (bucket, registry, message_id, at, told, kind, name, granted, step,
                  status, asked_by, asked, asked_from, answer_due, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, registry, message_id) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, registry);
            insert.setString(3, message.id());
            insert.setObject(4, OrderSql.time(message.at()));
            insert.setString(5, message.text());
            bind(insert, message.news());
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, Message.News news) throws SQLException {
        for (int column = 7; column <= 15; column++) {
            insert.setNull(column, Types.NULL);
        }
        switch (news) {
            case Message.News.Decided(String name, boolean granted, String step) -> {
                insert.setString(6, "decided");
                insert.setString(7, name);
                insert.setBoolean(8, granted);
                insert.setString(9, step);
            }
            case Message.News.Moved(Transfer transfer) -> {
                insert.setString(6, "moved");
                insert.setString(7, transfer.name());
                insert.setString(10, transfer.status());
                insert.setString(11, transfer.by());
                insert.setObject(12, OrderSql.time(transfer.asked()));
                insert.setString(13, transfer.from());
                insert.setObject(14, OrderSql.time(transfer.due()));
                insert.setObject(15, OrderSql.time(transfer.expires().orElse(null)));
            }
            case Message.News.Other _ -> insert.setString(6, "other");
        }
    }

    List<Message> unread(Tx tx, String registry, int limit) throws SQLException {
        String sql =
                """
                SELECT message_id, at, told, kind, name, granted, step, status, asked_by, asked, asked_from,
                  answer_due, expires
                FROM epp_message WHERE bucket = ? AND registry = ? AND NOT read ORDER BY stored LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, registry);
            select.setInt(3, limit);
            List<Message> messages = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    messages.add(
                            new Message(
                                    row.getString(1),
                                    time(row, 2),
                                    row.getString(3),
                                    1,
                                    news(row)));
                }
            }
            return messages;
        }
    }

    private static Message.News news(ResultSet row) throws SQLException {
        return switch (row.getString(4)) {
            case "decided" ->
                    new Message.News.Decided(row.getString(5), row.getBoolean(6), row.getString(7));
            case "moved" ->
                    new Message.News.Moved(
                            new Transfer(
                                    row.getString(5),
                                    row.getString(8),
                                    row.getString(9),
                                    time(row, 10),
                                    row.getString(11),
                                    time(row, 12),
                                    Optional.ofNullable(OrderSql.instant(row, 13))));
            default -> new Message.News.Other();
        };
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(OrderSql.instant(row, column));
    }

    void read(Tx tx, String registry, String message) throws SQLException {
        String sql =
                """
                UPDATE epp_message SET read = true
                WHERE bucket = ? AND registry = ? AND message_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setString(2, registry);
            update.setString(3, message);
            update.executeUpdate();
        }
    }
}
