package dev.plat.payments.store;

import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Report;
import dev.plat.payments.reconcile.ReportBook;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is known of a provider's movements, read from all shards.
 *
 * <p>Threads: safe.
 */
public final class PostgresReportBook implements ReportBook {

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Router router;
    private final String provider;

    /**
     * @param provider its name in rows and accounts
     */
    public PostgresReportBook(Router router, String provider) {
        this.router = router;
        this.provider = provider;
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * A sum without one shard would be another sum.
     *
     * @throws PlatException {@code try-again} when a shard did not answer
     */
    private <T> Collection<T> everywhere(TxWork<T> work) {
        Router.Scatter<T> scatter = router.scatter(Deadline.in(SWEEP), work);
        if (!scatter.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Some of the books cannot be read just now.",
                    "buckets",
                    scatter.unanswered().size());
        }
        return scatter.parts();
    }

    private static <T> List<T> list(PreparedStatement select, Reader<T> reader)
            throws SQLException {
        List<T> list = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                list.add(reader.read(row));
            }
        }
        return list;
    }

    @Override
    public Report.Counts counts(Instant since, Instant settled) {
        return everywhere(tx -> counts(tx, since, settled)).stream()
                .reduce(Report.Counts.NONE, Report.Counts::and);
    }

    private Report.Counts counts(Tx tx, Instant since, Instant settled) throws SQLException {
        String sql =
                """
                SELECT count(*), count(*) FILTER (WHERE seen <= ?),
                       count(*) FILTER (WHERE seen <= ? AND (verdict IN ('matched', 'duplicate') OR settled IS NOT NULL)),
                       count(*) FILTER (WHERE due IS NOT NULL)
                  FROM movement WHERE provider = ? AND created >= ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(settled));
            select.setObject(2, Columns.time(settled));
            select.setString(3, provider);
            select.setObject(4, Columns.time(since));
            return list(
                            select,
                            row ->
                                    new Report.Counts(
                                            row.getLong(1),
                                            row.getLong(2),
                                            row.getLong(3),
                                            row.getLong(4)))
                    .getFirst();
        }
    }

    @Override
    public List<Report.Difference> differences(Instant since, int most) {
        return everywhere(tx -> differences(tx, since, most)).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(it -> it.movement().created()))
                .limit(most)
                .toList();
    }

    private List<Report.Difference> differences(Tx tx, Instant since, int most)
            throws SQLException {
        String sql =
                """
                SELECT movement_id, kind, type, source, amount, fee, currency, created, verdict, subject, reason
                  FROM movement
                 WHERE provider = ? AND created >= ? AND verdict NOT IN ('matched', 'new') AND settled IS NULL
                 ORDER BY created LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setString(1, provider);
            select.setObject(2, Columns.time(since));
            select.setInt(3, most);
            return list(
                    select,
                    row ->
                            new Report.Difference(
                                    MovementSql.movement(row),
                                    Verdict.of(row.getString("verdict")),
                                    Optional.ofNullable(row.getString("subject")),
                                    row.getString("reason")));
        }
    }

    @Override
    public List<Report.Missing> missing(Instant since, Instant settled, int most) {
        return everywhere(tx -> missing(tx, since, settled, most)).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Report.Missing::since))
                .limit(most)
                .toList();
    }

    private List<Report.Missing> missing(Tx tx, Instant since, Instant settled, int most)
            throws SQLException {
        String sql =
                """
                SELECT subject, kind, amount, currency, since FROM expected_movement
                 WHERE movement IS NULL AND provider = ? AND since BETWEEN ? AND ? ORDER BY since LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setString(1, provider);
            select.setObject(2, Columns.time(since));
            select.setObject(3, Columns.time(settled));
            select.setInt(4, most);
            return list(
                    select,
                    row -> {
                        Movement.Kind kind = Movement.Kind.of(row.getString("kind"));
                        UUID uuid = row.getObject("subject", UUID.class);
                        return new Report.Missing(
                                new Id(ExpectedSql.of(kind), uuid).toString(),
                                kind,
                                Money.of(row.getLong("amount"), row.getString("currency")),
                                Columns.required(row, "since"));
                    });
        }
    }

    @Override
    public List<Money> sums(AccountKind kind) {
        Map<String, Long> sums = new TreeMap<>();
        everywhere(tx -> sums(tx, kind)).stream()
                .flatMap(List::stream)
                .forEach(it -> sums.merge(it.currency().code(), it.minor(), Math::addExact));
        List<Money> all = new ArrayList<>();
        sums.forEach((currency, minor) -> all.add(Money.of(minor, currency)));
        return all;
    }

    private List<Money> sums(Tx tx, AccountKind kind) throws SQLException {
        String sql =
                """
                SELECT currency, sum(balance)::bigint FROM ledger_account WHERE kind = ? AND subject = ?
                 GROUP BY currency\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setString(1, kind.text());
            select.setString(2, provider);
            return list(select, row -> Money.of(row.getLong(2), row.getString(1)));
        }
    }
}
