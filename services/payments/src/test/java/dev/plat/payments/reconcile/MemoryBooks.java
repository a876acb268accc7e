package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Our side in memory: what we know of attempts and refunds, what is booked, what was judged. */
final class MemoryBooks implements MovementBook {

    /** A movement as it is stored. */
    static final class Row {
        final Movement movement;
        final Instant seen;
        Verdict verdict = Verdict.NEW;
        int tries;
        @Nullable Instant due;

        Row(Movement movement, Instant seen) {
            this.movement = movement;
            this.seen = seen;
            this.due = seen;
        }
    }

    /** An attempt or a refund. */
    static final class Fact {
        final @Nullable String intent;
        String state = "action";
        boolean last;
        @Nullable Money expected;
        @Nullable String metBy;
        @Nullable Instant since;
        @Nullable Instant due;
        boolean missing;

        Fact(@Nullable String intent) {
            this.intent = intent;
        }
    }

    private final boolean keyed;
    final Map<String, Row> rows = new LinkedHashMap<>();
    final Map<Id, Fact> facts = new LinkedHashMap<>();
    final Map<String, Long> accounts = new HashMap<>();

    /** What was taken too much, by the intent that took it. */
    final Map<String, Money> surplus = new LinkedHashMap<>();

    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, String> disputes = new HashMap<>();
    private @Nullable Instant seen;
    private Instant cursorDue = Instant.MIN;

    /**
     * @param keyed always; a test takes it away, and what is repeated is then booked again
     */
    MemoryBooks(boolean keyed) {
        this.keyed = keyed;
    }

    /** Books what we took or gave back, as payments do. */
    void happened(Id subject, Money amount, Instant now) {
        Fact fact = facts.get(subject);
        if (fact == null || fact.expected != null) {
            return;
        }
        fact.state = "done";
        fact.expected = amount;
        fact.since = now;
        fact.due = now.plus(Duration.ofMinutes(15));
        post(subject + "/done", "receivable", amount, Money.zero(amount.currency()));
    }

    private boolean post(String key, String other, Money moved, Money fee) {
        int count = keys.merge(key, 1, Integer::sum);
        if (count > 1 && keyed) {
            return false;
        }
        accounts.merge("provider", moved.minor() - fee.minor(), Long::sum);
        accounts.merge(other, -moved.minor(), Long::sum);
        accounts.merge("fees", fee.minor(), Long::sum);
        return true;
    }

    long balance(String account) {
        return accounts.getOrDefault(account, 0L);
    }

    @Override
    public int keep(List<Movement> movements, Instant now) {
        int before = rows.size();
        movements.forEach(it -> rows.putIfAbsent(it.id(), new Row(it, now)));
        return rows.size() - before;
    }

    @Override
    public List<String> due(Instant now, int limit) {
        return rows.values().stream()
                .filter(row -> row.due != null && !row.due.isAfter(now))
                .limit(limit)
                .map(row -> row.movement.id())
                .toList();
    }

    @Override
    public Optional<Taken> take(String movement, Instant now, Duration lease) {
        Row row = rows.get(movement);
        if (row == null || row.due == null || row.due.isAfter(now)) {
            return Optional.empty();
        }
        row.due = now.plus(lease);
        row.tries++;
        return Optional.of(new Taken(row.movement, row.seen, row.tries));
    }

    @Override
    public Judgement meet(
            Movement movement,
            Id subject,
            @Nullable String intent,
            Function<Optional<Ours>, Judgement> judge) {
        @Nullable Fact fact = facts.get(subject);
        Judgement judged =
                judge.apply(
                        Optional.ofNullable(fact)
                                .map(it ->
                                        new Ours(
                                                it.state,
                                                it.last,
                                                it.intent,
                                                it.expected,
                                                it.metBy,
                                                disputes.containsKey(movement.source()))));
        Money none = Money.zero(movement.amount().currency());
        switch (judged) {
            case Judgement.Matched _ when movement.kind() == Movement.Kind.DISPUTE -> {
                disputes.putIfAbsent(movement.source(), movement.id());
                post(movement.id(), "disputes", movement.amount(), movement.fee());
            }
            case Judgement.Matched _ -> {
                met(fact, movement);
                post(movement.id(), "none", none, movement.fee());
            }
            case Judgement.AmountDiff(Money rest, _) -> {
                met(fact, movement);
                post(movement.id(), "suspense", rest, movement.fee());
            }
            case Judgement.Duplicate _ -> {
                if (post(movement.id(), "refunds-due", movement.amount(), movement.fee())) {
                    surplus.put(String.valueOf(intent), movement.amount());
                }
            }
            case Judgement.MissingOurs _, Judgement.Suspense _ -> {}
        }
        return judged;
    }

    private static void met(@Nullable Fact fact, Movement movement) {
        if (fact != null && fact.metBy == null) {
            fact.metBy = movement.id();
            fact.due = null;
            fact.missing = false;
        }
    }

    @Override
    public void end(Movement movement, @Nullable Id subject, Judgement judgement) {
        Row row = rows.get(movement.id());
        if (row == null || row.due == null) {
            return;
        }
        row.verdict = judgement.verdict();
        row.due = null;
        if (subject == null || judgement instanceof Judgement.Suspense) {
            String other =
                    switch (movement.kind()) {
                        case PAYOUT -> "bank";
                        case FEE -> "own-fees";
                        case CHARGE, REFUND, REFUND_FAILED, DISPUTE, OTHER -> "suspense";
                    };
            post(movement.id(), other, movement.amount(), movement.fee());
        }
    }

    @Override
    public void later(
            String movement, @Nullable Id subject, Verdict verdict, String reason, Instant due) {
        Row row = rows.get(movement);
        if (row != null && row.due != null) {
            row.verdict = verdict;
            row.due = due;
        }
    }

    @Override
    public Optional<Instant> takeCursor(Instant now, Duration pause) {
        if (cursorDue.isAfter(now)) {
            return Optional.empty();
        }
        cursorDue = now.plus(pause);
        seen = seen == null ? now : seen;
        return Optional.of(seen);
    }

    @Override
    public void advanceCursor(Instant to) {
        seen = seen == null || seen.isBefore(to) ? to : seen;
    }

    @Override
    public List<Overdue> overdue(Instant now, int limit) {
        List<Overdue> overdue = new ArrayList<>();
        facts.forEach((id, fact) -> {
            if (fact.due != null && fact.since != null && !fact.due.isAfter(now)) {
                overdue.add(new Overdue(id, Movement.Kind.CHARGE, fact.since));
            }
        });
        return overdue;
    }

    @Override
    public void expectLater(Overdue expectation, Optional<Instant> due) {
        Fact fact = facts.get(expectation.subject());
        if (fact != null && fact.metBy == null) {
            fact.due = due.orElse(null);
            fact.missing = due.isEmpty();
        }
    }
}
