package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Holds the provider's own account, our books, the orders and what was delivered against each
 * other.
 */
final class SaleAudit {

    private static final Set<String> ENDS = Set.of("fulfilled", "refunded", "expired", "cancelled");
    private static final int SHOWN_MAX = 5;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> states = new TreeMap<>();
    private int orders;
    private int paid;

    /**
     * One line of the table.
     *
     * @param bad nothing may be
     * @param some of what was bad
     */
    record Finding(String what, long bad, List<String> some) {}

    /** One order, as checkout has it. */
    private record Ordered(String state, String reason, Map<Integer, Long> lines) {}

    /** What money did for one payment. */
    private static final class Money {
        private int captures;
        private int holds;
        private long captured;
        private long refunded;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    Map<String, Integer> states() {
        return states;
    }

    int orders() {
        return orders;
    }

    int paid() {
        return paid;
    }

    boolean clean() {
        return findings.stream().allMatch(finding -> finding.bad() == 0);
    }

    static SaleAudit of(SaleRig rig, Sale sale)
            throws SQLException, IOException, InterruptedException {
        SaleAudit audit = new SaleAudit();
        Map<UUID, Ordered> orders = orders(rig);
        Map<UUID, Money> money = money(sale.card.journal());
        audit.judge(orders, money, rig.names());
        audit.books(rig, money);
        return audit;
    }

    private static Map<UUID, Ordered> orders(SaleRig rig) throws SQLException {
        Map<UUID, Ordered> orders = new HashMap<>();
        String sql =
                """
                SELECT o.order_id, o.state, coalesce(o.reason, ''), l.number, l.amount
                  FROM orders o JOIN order_line l USING (bucket, order_id)\
                """;
        try (Connection connection = rig.connect("checkout");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                String state = row.getString(2);
                String reason = row.getString(3);
                orders.computeIfAbsent(
                                row.getObject(1, UUID.class),
                                _ -> new Ordered(state, reason, new TreeMap<>()))
                        .lines()
                        .put(row.getInt(4), row.getLong(5));
            }
        }
        return orders;
    }

    /** By payment, which has its order's number; a refund is told by its intent. */
    private static Map<UUID, Money> money(List<JsonNode> journal) {
        Map<String, UUID> intents = new HashMap<>();
        for (JsonNode entry : journal) {
            String payment = entry.path("metadata").path("payment").asText("");
            if (!payment.isEmpty()) {
                intents.put(
                        entry.path("intent").asText(), Id.parse(IdKind.PAYMENT, payment).uuid());
            }
        }
        Map<UUID, Money> money = new HashMap<>();
        for (JsonNode entry : journal) {
            UUID payment = intents.get(entry.path("intent").asText());
            if (payment == null) {
                continue;
            }
            Money of = money.computeIfAbsent(payment, _ -> new Money());
            long amount = entry.path("amount").asLong();
            switch (entry.path("kind").asText()) {
                case "authorised" -> of.holds++;
                case "released" -> of.holds = Math.max(0, of.holds - 1);
                case "captured" -> {
                    of.captures++;
                    of.holds = Math.max(0, of.holds - 1);
                    of.captured += amount;
                }
                case "refunded" -> of.refunded += amount;
                default -> {}
            }
        }
        return money;
    }

    private void judge(Map<UUID, Ordered> all, Map<UUID, Money> money, NameStand names) {
        List<String> unended = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        List<String> forNothing = new ArrayList<>();
        List<String> gifts = new ArrayList<>();
        List<String> wrongState = new ArrayList<>();
        List<String> holding = new ArrayList<>();
        List<String> held = new ArrayList<>();
        orders = all.size();
        all.forEach((id, order) -> {
            Money of = money.getOrDefault(id, new Money());
            String number = new Id(IdKind.ORDER, id).toString();
            long worth = 0;
            for (Map.Entry<Integer, Long> line : order.lines().entrySet()) {
                String effect = number + "/" + line.getKey();
                worth += names.registered(effect) ? line.getValue() : 0;
                if (ENDS.contains(order.state()) && names.held(effect)) {
                    held.add(effect);
                }
            }
            String who =
                    "%s %s (%s): captured %d in %d, refunded %d, delivered %d"
                            .formatted(
                                    number,
                                    order.state(),
                                    order.reason(),
                                    of.captured,
                                    of.captures,
                                    of.refunded,
                                    worth);
            states.merge(order.state(), 1, Integer::sum);
            paid += of.captured > 0 ? 1 : 0;
            add(unended, !ENDS.contains(order.state()), who);
            add(twice, of.captures > 1, who);
            add(forNothing, of.captured - of.refunded > worth, who);
            add(gifts, of.captured - of.refunded < worth, who);
            add(holding, of.holds > 0, who);
            add(wrongState, order.state().equals("fulfilled") != worth > 0, who);
        });
        long strangers = money.keySet().stream().filter(id -> !all.containsKey(id)).count();
        found("orders that are not at their end", unended);
        found("buyers charged more than once", twice);
        found("paid and neither delivered nor given back", forNothing);
        found("delivered and not paid", gifts);
        found("said to be fulfilled and not delivered, or the reverse", wrongState);
        found("money that is still held and will not be taken", holding);
        found("names still held for an order that has ended", held);
        findings.add(new Finding("money at the provider without an order", strangers, List.of()));
        findings.add(new Finding("names registered more than once", names.doubled(), List.of()));
    }

    private static void add(List<String> to, boolean bad, String who) {
        if (bad) {
            to.add(who);
        }
    }

    private void found(String what, List<String> bad) {
        findings.add(
                new Finding(what, bad.size(), bad.subList(0, Math.min(SHOWN_MAX, bad.size()))));
    }

    private void books(SaleRig rig, Map<UUID, Money> money) throws SQLException {
        long there = money.values().stream().mapToLong(of -> of.captured - of.refunded).sum();
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
                            there - ours,
                            List.of()));
            counted(
                    statement,
                    "journals that do not sum to zero",
                    """
                    SELECT count(*) FROM (SELECT FROM entry e
                      JOIN ledger_account a USING (bucket, account_id)
                     GROUP BY e.bucket, e.seq, a.currency HAVING sum(e.amount) <> 0) bad\
                    """);
            counted(
                    statement,
                    "balances that are not the sum of their entries",
                    """
                    SELECT count(*) FROM (SELECT FROM ledger_account a
                      LEFT JOIN entry e USING (bucket, account_id)
                     GROUP BY a.bucket, a.account_id, a.balance
                    HAVING a.balance <> coalesce(sum(e.amount), 0)) bad\
                    """);
            counted(
                    statement,
                    "owed to buyers and not given back",
                    "SELECT count(*) FROM ledger_account WHERE kind = 'refunds-due' AND balance <> 0");
            counted(
                    statement,
                    "attempts that are not at their end",
                    """
                    SELECT count(*) FROM attempt
                     WHERE state NOT IN ('captured', 'declined', 'errored', 'voided')\
                    """);
            counted(
                    statement,
                    "refunds that are not done",
                    "SELECT count(*) FROM refund WHERE state <> 'done'");
            counted(
                    statement,
                    "events that were not acted upon",
                    "SELECT count(*) FROM webhook_inbox WHERE due IS NOT NULL OR verdict = 'parked'");
        }
    }

    private void counted(Statement statement, String what, String sql) throws SQLException {
        findings.add(new Finding(what, number(statement, sql), List.of()));
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
