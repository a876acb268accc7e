package dev.plat.ops.chaos.purchase;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds the provider's own account, our books, the orders and what was delivered against each
 * other.
 */
final class SaleAudit {

    private static final Set<String> ENDS = Set.of("fulfilled", "refunded", "expired", "cancelled");
    private static final String UNOPENED = "the payment could not be opened";
    private static final Pattern REQUEST = Pattern.compile("; request-id: \\S+");
    private static final Pattern NUMBERED = Pattern.compile("\\S+\\.test");

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private int orders;
    private int paid;

    /** One order, as checkout has it; its lines by their numbers. */
    private record Ordered(
            String state, String reason, @Nullable String coupon, Map<Integer, Line> lines) {}

    private record Line(boolean plan, long amount) {}

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

    /** How many orders ended how, and why where there is a reason. */
    Map<String, Integer> ends() {
        return ends;
    }

    int orders() {
        return orders;
    }

    int paid() {
        return paid;
    }

    static SaleAudit of(SaleRig rig, Sale sale)
            throws SQLException, IOException, InterruptedException {
        SaleAudit audit = new SaleAudit();
        Map<UUID, Ordered> orders = orders(rig);
        Map<UUID, Money> money = money(sale.card);
        BookAudit books = new BookAudit(rig);
        audit.judge(orders, money, sale.operator, rig.others().names(), books.plans());
        Map<UUID, String> attempts = books.attempts();
        orders.forEach((id, order) -> audit.ended(order, attempts.getOrDefault(id, "none")));
        audit.findings.addAll(new OperatorAudit(sale).findings(delivered(orders.values())));
        audit.findings.addAll(
                books.findings(
                        money.values().stream().mapToLong(of -> of.captured - of.refunded).sum()));
        return audit;
    }

    private static Map<String, Integer> delivered(Collection<Ordered> orders) {
        Map<String, Integer> with = new TreeMap<>();
        for (Ordered order : orders) {
            String coupon = order.coupon();
            if (coupon != null && order.state().equals("fulfilled")) {
                with.merge(coupon, 1, Integer::sum);
            }
        }
        return with;
    }

    private static Map<UUID, Ordered> orders(SaleRig rig) throws SQLException {
        Map<UUID, Ordered> orders = new HashMap<>();
        String sql =
                """
                SELECT o.order_id, o.state, coalesce(o.reason, ''), l.number, l.kind, l.amount, o.coupon
                  FROM orders o JOIN order_line l USING (bucket, order_id)\
                """;
        try (Connection connection = rig.connect("checkout");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                String state = row.getString(2);
                String reason = row.getString(3);
                String coupon = row.getString(7);
                orders.computeIfAbsent(
                                row.getObject(1, UUID.class),
                                _ -> new Ordered(state, reason, coupon, new TreeMap<>()))
                        .lines()
                        .put(
                                row.getInt(4),
                                new Line(row.getString(5).equals("plan"), row.getLong(6)));
            }
        }
        return orders;
    }

    /** By payment, which has its order's number; a refund is told by its intent. */
    private static Map<UUID, Money> money(CardLine card) throws IOException, InterruptedException {
        Map<String, UUID> intents = new HashMap<>();
        Map<UUID, Money> money = new HashMap<>();
        card.journal(entry -> {
            String intent = entry.path("intent").asText();
            String named = entry.path("metadata").path("payment").asText("");
            if (!named.isEmpty()) {
                intents.put(intent, Id.parse(IdKind.PAYMENT, named).uuid());
            }
            UUID payment = intents.get(intent);
            if (payment == null) {
                return;
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
        });
        return money;
    }

    private void judge(
            Map<UUID, Ordered> all,
            Map<UUID, Money> money,
            Operator operator,
            NameStand names,
            Set<String> plans) {
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
            for (Map.Entry<Integer, Line> line : order.lines().entrySet()) {
                String effect = number + "/" + line.getKey();
                boolean has =
                        line.getValue().plan()
                                ? plans.contains(id + "/" + line.getKey())
                                : names.registered(effect);
                worth += has ? line.getValue().amount() : 0;
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
            paid += of.captured > 0 ? 1 : 0;
            add(unended, !ENDS.contains(order.state()), who);
            add(twice, of.captures > 1, who);
            // What an operator gives back leaves what was bought as it is.
            long kept = of.captured - of.refunded + operator.given(id);
            add(forNothing, kept > worth, who);
            add(gifts, kept < worth, who);
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
        findings.add(new Finding("money at the provider without an order", strangers));
        findings.add(new Finding("names registered more than once", names.doubled()));
    }

    private void ended(Ordered order, String attempt) {
        String reason = NUMBERED.matcher(order.reason()).replaceAll("a name");
        String end = order.state() + (reason.isEmpty() ? "" : ": " + reason);
        String why = REQUEST.matcher(attempt).replaceAll("");
        ends.merge(reason.equals(UNOPENED) ? end + " (" + why + ")" : end, 1, Integer::sum);
    }

    private static void add(List<String> to, boolean bad, String who) {
        if (bad) {
            to.add(who);
        }
    }

    private void found(String what, List<String> bad) {
        findings.add(new Finding(what, bad.size(), bad.stream().limit(Finding.SHOWN_MAX).toList()));
    }
}
