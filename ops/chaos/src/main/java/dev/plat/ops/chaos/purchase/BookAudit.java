package dev.plat.ops.chaos.purchase;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Looks at what payments has written: books, plans, invoices, and what it still has to do. */
final class BookAudit {

    private static final List<Check> CHECKS =
            List.of(
                    new Check(
                            "journals that do not sum to zero",
                            """
                            SELECT count(*) FROM (SELECT FROM entry e
                              JOIN ledger_account a USING (bucket, account_id)
                             GROUP BY e.bucket, e.seq, a.currency HAVING sum(e.amount) <> 0) bad\
                            """),
                    new Check(
                            "balances that are not the sum of their entries",
                            """
                            SELECT count(*) FROM (SELECT FROM ledger_account a
                              LEFT JOIN entry e USING (bucket, account_id)
                             GROUP BY a.bucket, a.account_id, a.balance
                            HAVING a.balance <> coalesce(sum(e.amount), 0)) bad\
                            """),
                    new Check(
                            "owed to buyers and not given back",
                            "SELECT count(*) FROM ledger_account WHERE kind = 'refunds-due' AND balance <> 0"),
                    new Check(
                            "payments taken that have not one invoice",
                            """
                            SELECT count(*) FROM (SELECT FROM attempt a
                              LEFT JOIN invoice i ON (i.bucket, i.payment_id) = (a.bucket, a.payment_id)
                                                 AND i.kind = 'invoice'
                             WHERE a.state = 'captured' AND NOT a.surplus
                             GROUP BY a.bucket, a.payment_id
                            HAVING count(i.invoice_id) <> 1) bad\
                            """),
                    new Check(
                            "invoices whose lines do not come to their total",
                            """
                            SELECT count(*) FROM (SELECT FROM invoice i
                              LEFT JOIN invoice_line l USING (bucket, invoice_id)
                             GROUP BY i.bucket, i.invoice_id
                            HAVING i.net <> coalesce(sum(l.net), 0) OR i.tax <> coalesce(sum(l.tax), 0)
                                OR i.lines <> count(l)) bad\
                            """),
                    new Check(
                            "accounts that may do other than their plan says",
                            """
                            SELECT count(*) FROM subscription s
                              FULL JOIN entitlement e ON (e.bucket, e.account_id) = (s.bucket, s.account_id)
                             WHERE (s.state IS NULL OR s.state <> 'cancelled'
                                    OR NOT EXISTS (SELECT FROM subscription live
                                                    WHERE (live.bucket, live.account_id) = (s.bucket, s.account_id)
                                                      AND live.state <> 'cancelled'))
                               AND coalesce(e.plan, 'free')
                                   <> CASE WHEN s.state <> 'cancelled' THEN s.plan ELSE 'free' END\
                            """),
                    new Check(
                            "attempts that are not at their end",
                            """
                            SELECT count(*) FROM attempt
                             WHERE state NOT IN ('captured', 'declined', 'errored', 'voided')\
                            """),
                    new Check(
                            "refunds that are not done",
                            "SELECT count(*) FROM refund WHERE state <> 'done'"),
                    new Check(
                            "events that were not acted upon",
                            "SELECT count(*) FROM webhook_inbox WHERE due IS NOT NULL OR verdict = 'parked'"),
                    new Check("tidings that were not sent", "SELECT count(*) FROM outbox"));

    private final SaleRig rig;

    private record Check(String what, String sql) {}

    BookAudit(SaleRig rig) {
        this.rig = rig;
    }

    /** The lines, {@code order/line}, of which an account is on a plan. */
    Set<String> plans() throws SQLException {
        String sql =
                """
                SELECT o.order_id, o.line FROM subscription_order o
                  JOIN subscription s USING (bucket, subscription_id)
                 WHERE NOT o.ended AND s.state = 'active'\
                """;
        Set<String> plans = new HashSet<>();
        try (Connection connection = rig.connect("payments");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                plans.add(row.getObject(1, UUID.class) + "/" + row.getInt(2));
            }
        }
        return plans;
    }

    /**
     * How the last attempt of each payment ended, and why; an order and its payment are one number.
     */
    Map<UUID, String> attempts() throws SQLException {
        String sql =
                """
                SELECT DISTINCT ON (payment_id) payment_id, state || coalesce(', ' || reason, '')
                  FROM attempt ORDER BY payment_id, number DESC\
                """;
        Map<UUID, String> attempts = new HashMap<>();
        try (Connection connection = rig.connect("payments");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                attempts.put(row.getObject(1, UUID.class), row.getString(2));
            }
        }
        return attempts;
    }

    /**
     * All of them.
     *
     * @param there what the provider has for us, in cents
     */
    List<Finding> findings(long there) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = rig.connect("payments");
                Statement statement = connection.createStatement()) {
            long ours =
                    number(
                            statement,
                            """
                            SELECT coalesce(sum(balance), 0) FROM ledger_account
                             WHERE kind IN ('provider', 'fees', 'disputes', 'bank', 'transit')\
                            """);
            findings.add(
                    new Finding(
                            "the provider's %d less our clearing account's %d"
                                    .formatted(there, ours),
                            there - ours));
            for (Check check : CHECKS) {
                findings.add(new Finding(check.what(), number(statement, check.sql())));
            }
            findings.add(toldOtherwise(statement));
        }
        try (Connection connection = rig.connect("checkout");
                Statement statement = connection.createStatement()) {
            findings.add(
                    new Finding(
                            "tidings of orders that were not sent",
                            number(statement, "SELECT count(*) FROM outbox")));
        }
        return findings;
    }

    private Finding toldOtherwise(Statement statement) throws SQLException {
        List<String> otherwise = new ArrayList<>();
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT account_id, version, plan, state FROM entitlement")) {
            while (row.next()) {
                String account = new Id(IdKind.ACCOUNT, row.getObject(1, UUID.class)).toString();
                PlanStand.Limits ours =
                        new PlanStand.Limits(row.getLong(2), row.getString(3), row.getString(4));
                PlanStand.Limits told = rig.others().plans().of(account);
                if (!told.equals(ours)) {
                    otherwise.add(account + ": " + ours + ", told " + told);
                }
            }
        }
        return new Finding(
                "accounts of which site-builder was told otherwise",
                otherwise.size(),
                otherwise.stream().limit(Finding.SHOWN_MAX).toList());
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
