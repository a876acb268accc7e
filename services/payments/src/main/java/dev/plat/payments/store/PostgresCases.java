package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.operator.OpenCase;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a person, of all shards.
 *
 * <p>Threads: safe.
 */
public final class PostgresCases {

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Router router;

    public PostgresCases(Router router) {
        this.router = router;
    }

    /**
     * The oldest first.
     *
     * @throws PlatException {@code try-again} when a shard did not answer: none would look as if
     *     there were none
     */
    public List<OpenCase> open(int most) {
        Router.Scatter<List<OpenCase>> scatter =
                router.scatter(Deadline.in(SWEEP), tx -> open(tx, most));
        if (!scatter.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Some of the cases cannot be read just now.",
                    "buckets",
                    scatter.unanswered().size());
        }
        return scatter.parts().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(OpenCase::since))
                .limit(most)
                .toList();
    }

    private static List<OpenCase> open(Tx tx, int most) throws SQLException {
        String sql =
                """
                SELECT 'refund' AS what, r.refund_id AS id, NULL AS movement, r.state, r.amount, p.currency,
                       r.created AS since, NULL::uuid AS subscription_id, r.payment_id, NULL AS subject, r.reason
                  FROM refund r JOIN payment p ON p.bucket = r.bucket AND p.payment_id = r.payment_id
                 WHERE r.state IN ('failed', 'review') AND r.settled IS NULL
                UNION ALL
                SELECT 'attempt', a.attempt_id, NULL, a.state, p.amount, p.currency, a.created,
                       coalesce(i.subscription_id, c.subscription_id), a.payment_id, NULL, a.reason
                  FROM attempt a JOIN payment p ON p.bucket = a.bucket AND p.payment_id = a.payment_id
                  LEFT JOIN invoice i ON i.bucket = a.bucket AND i.invoice_id = a.payment_id
                  LEFT JOIN subscription_change c ON c.bucket = a.bucket AND c.payment_id = a.payment_id
                 WHERE a.state = 'review'
                UNION ALL
                SELECT 'movement', NULL, m.movement_id, m.verdict, m.amount, m.currency, m.created, NULL, NULL,
                       m.subject, m.reason
                  FROM movement m WHERE m.verdict IN ('amount-diff', 'suspense') AND m.settled IS NULL
                 ORDER BY since LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, most);
            List<OpenCase> open = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    open.add(open(row));
                }
            }
            return open;
        }
    }

    private static OpenCase open(ResultSet row) throws SQLException {
        String what =
                switch (row.getString("what")) {
                    case "refund" -> id(row, "id", IdKind.REFUND);
                    case "attempt" -> id(row, "id", IdKind.ATTEMPT);
                    default -> row.getString("movement");
                };
        String subscription = id(row, "subscription_id", IdKind.SUBSCRIPTION);
        String payment = id(row, "payment_id", IdKind.PAYMENT);
        return new OpenCase(
                String.valueOf(what),
                row.getString("state"),
                Money.of(row.getLong("amount"), row.getString("currency")),
                Columns.required(row, "since"),
                subscription != null
                        ? subscription
                        : payment != null ? payment : row.getString("subject"),
                row.getString("reason"));
    }

    private static @Nullable String id(ResultSet row, String column, IdKind kind)
            throws SQLException {
        UUID uuid = row.getObject(column, UUID.class);
        return uuid == null ? null : new Id(kind, uuid).toString();
    }
}
