package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.Decision;
import dev.plat.domains.schedule.Failure;
import dev.plat.domains.schedule.FailureClass;
import dev.plat.domains.schedule.ServiceLine;
import dev.plat.domains.schedule.Situation;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.domains.schedule.budget.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The line, and each order's way to the CA and back. */
final class Orders {

    private static final int PER_SECOND = 5;
    private static final int NEVER = Integer.MAX_VALUE;

    /** From taking tokens to the CA's counting: most of a lease, and a slow request. */
    private static final int COUNTED_WITHIN = 80;

    private static final int VALIDATED_WITHIN = 40;

    /** Of so many answers one is lost, or the CA fails once. */
    private static final int ONE_IN = 1000;

    private final Plan plan;
    private final CaRules rules;
    private final SplittableRandom random;
    private final Crowd crowd;
    private final CaModel ca;
    private final Wheel wheel;
    private final Ledger ledger;
    private final VirtualYears years;
    private final ServiceLine<VirtualName> line = new ServiceLine<>();
    private Tokens account = Tokens.FULL;
    private int tickAt = NEVER;
    private int lastTick = -1;

    Orders(
            Plan plan,
            CaRules rules,
            SplittableRandom random,
            Crowd crowd,
            CaModel ca,
            Wheel wheel,
            Ledger ledger,
            VirtualYears years) {
        this.plan = plan;
        this.rules = rules;
        this.random = random;
        this.crowd = crowd;
        this.ca = ca;
        this.wheel = wheel;
        this.ledger = ledger;
        this.years = years;
    }

    int waiting() {
        return line.size();
    }

    void inLine(VirtualName name, Decision.Order order, int second) {
        name.stage = VirtualName.Stage.IN_LINE;
        line.add(
                order.priority(),
                rules.needs(order.kind(), Budget.ACCOUNT),
                order.deadline(),
                name);
        tickAt = Math.min(tickAt, Math.max(second, lastTick + 1));
    }

    boolean tickDue(int minute) {
        return tickAt / 60 <= minute;
    }

    /** Whether the line's next turn comes before everything else of this minute. */
    boolean tickFirst(int minute, Wheel wheel) {
        return tickDue(minute) && (!wheel.hasDue() || tickAt <= wheel.nextSecond());
    }

    /** One second of service. */
    void tick() {
        int second = tickAt;
        lastTick = second;
        tickAt = NEVER;
        Instant now = plan.at(second);
        for (int i = 0; i < PER_SECOND; i++) {
            boolean token = account.free(rules.own(Budget.ACCOUNT), now) > 0;
            Optional<VirtualName> next = line.next(token);
            if (next.isEmpty()) {
                int free = years.after(account.nextAt(rules.own(Budget.ACCOUNT)));
                tickAt = line.size() == 0 ? tickAt : Math.min(tickAt, Math.max(free, second + 1));
                return;
            }
            serve(next.get(), second, now);
        }
        tickAt = line.size() == 0 ? tickAt : second + 1;
    }

    private void serve(VirtualName name, int second, Instant now) {
        name.stage = VirtualName.Stage.IDLE;
        if (name.gone) {
            return;
        }
        name.check(second, plan);
        if (years.decide(name, now) instanceof Decision.Order order
                && !(rules.needs(order.kind(), Budget.ACCOUNT)
                        && account.free(rules.own(Budget.ACCOUNT), now) == 0)) {
            send(name, order, second, now);
            return;
        }
        years.consider(name, second);
    }

    /** Tokens first, then the call. */
    private void send(VirtualName name, Decision.Order order, int second, Instant now) {
        CaRules.Kind kind = order.kind();
        if (rules.needs(kind, Budget.ACCOUNT)) {
            account = taken(account, Budget.ACCOUNT, now);
        }
        if (rules.needs(kind, Budget.DOMAIN)) {
            crowd.domain(name.domain, taken(crowd.domain(name.domain), Budget.DOMAIN, now));
        }
        name.failuresBefore = name.failures;
        name.failures = taken(name.failures, Budget.FAILURES, now);
        name.replaces = order.replaces() ? name.serial : -1;
        name.stage = VirtualName.Stage.SENT;
        ledger.reasons.merge(order.why().reason().text(), 1, Integer::sum);
        if (rules.needs(kind, Budget.ACCOUNT)) {
            ledger.ordersCounted[second / Plan.DAY]++;
        }
        wheel.put(name.index, second + random.nextInt(COUNTED_WITHIN));
    }

    private Tokens taken(Tokens row, Budget budget, Instant now) {
        return row.take(rules.own(budget), 1, now)
                .orElseThrow(() -> new IllegalStateException("no token of " + budget));
    }

    /** The order is at the CA. */
    void arrives(VirtualName name, int second) {
        ledger.orders[second / Plan.DAY]++;
        CaModel.Answer answer =
                random.nextInt(ONE_IN) == 0
                        ? CaModel.Answer.AWAY
                        : ca.order(
                                name.index,
                                name.domain,
                                name.replaces,
                                name.notBefore,
                                name.notAfter,
                                second);
        years.answered(answer != CaModel.Answer.AWAY, plan.at(second));
        switch (answer) {
            case ACCEPTED -> {
                name.stage = VirtualName.Stage.ACCEPTED;
                wheel.put(name.index, second + 5 + random.nextInt(VALIDATED_WITHIN));
            }
            case AWAY -> fails(name, Failure.of(FailureClass.SERVER, ""), true, second);
            case ALREADY_REPLACED ->
                    fails(name, Failure.of(FailureClass.REPLACED, ""), true, second);
            case PAUSED -> refused(name, answer, null, second);
            case ACCOUNT_LIMIT -> refused(name, answer, Budget.ACCOUNT, second);
            case DOMAIN_LIMIT -> refused(name, answer, Budget.DOMAIN, second);
            case SAME_SET_LIMIT -> refused(name, answer, Budget.SAME_SET, second);
            case FAILURE_LIMIT -> refused(name, answer, Budget.FAILURES, second);
        }
    }

    /** The CA has validated, or not. */
    void ends(VirtualName name, int second) {
        Instant now = plan.at(second);
        if (ca.away(second)) {
            years.answered(false, now);
            fails(name, Failure.of(FailureClass.SERVER, ""), true, second);
            return;
        }
        if (!name.right(second)) {
            ca.failed(name.index, second);
            ledger.failed(name, second / Plan.DAY);
            fails(name, Failure.of(FailureClass.CONNECT, ""), false, second);
            return;
        }
        name.sameSet = name.sameSet.spend(rules.own(Budget.SAME_SET), now);
        int serial = ca.issue(name.index, name.replaces, second);
        ledger.issued[second / Plan.DAY]++;
        if (random.nextInt(ONE_IN) == 0) {
            ledger.answersLost++;
            fails(name, Failure.of(FailureClass.SERVER, "answer lost"), true, second);
            return;
        }
        years.judge(name, second);
        if (name.serial < 0) {
            ledger.firstCertificateAfter(
                    plan.secondsThere(name.rightSince(), second), name.domain >= Crowd.SHARED);
        }
        if (name.revoked) {
            name.revoked = false;
            if (name.rightSince() <= plan.revocation()) {
                ledger.replacedAfter(second - plan.revocation());
            }
        }
        name.failures = name.failuresBefore;
        name.stage = VirtualName.Stage.IDLE;
        name.holds(serial, ca.notBefore(second), ca.notAfter(second), plan);
        years.consider(name, second);
    }

    private void refused(
            VirtualName name, CaModel.Answer answer, @Nullable Budget budget, int second) {
        ledger.refused(answer, ca.byStrangers(), second / Plan.DAY);
        if (budget == null) {
            fails(name, Failure.rate(Optional.empty(), null, answer.name()), true, second);
            return;
        }
        Duration wait = Duration.ofSeconds(ca.waitSeconds());
        Instant until = plan.at(second).plus(wait);
        switch (budget) {
            case ACCOUNT -> account = account.emptyUntil(rules.own(budget), until);
            case DOMAIN ->
                    crowd.domain(
                            name.domain,
                            crowd.domain(name.domain).emptyUntil(rules.own(budget), until));
            case SAME_SET -> name.sameSet = name.sameSet.emptyUntil(rules.own(budget), until);
            case FAILURES -> name.failures = name.failures.emptyUntil(rules.own(budget), until);
            case SPEED -> {}
        }
        fails(name, Failure.rate(Optional.of(wait), budget, answer.name()), false, second);
    }

    private void fails(VirtualName name, Failure failure, boolean unvalidated, int second) {
        if (unvalidated) {
            name.failures = name.failuresBefore;
        }
        Situation situation = name.situation;
        name.stage = VirtualName.Stage.IDLE;
        name.situation =
                situation.with(
                        situation
                                .tries()
                                .after(
                                        failure,
                                        situation.life(),
                                        random.nextDouble(),
                                        plan.at(second)));
        years.consider(name, second);
    }
}
