package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.Authority;
import dev.plat.domains.schedule.CapacityOutlook;
import dev.plat.domains.schedule.Circuit;
import dev.plat.domains.schedule.Decision;
import dev.plat.domains.schedule.RenewalInfo;
import dev.plat.domains.schedule.Scheduler;
import dev.plat.domains.schedule.Tries;
import dev.plat.domains.schedule.Window;
import dev.plat.domains.schedule.budget.Allowance;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.ops.bench.rig.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The clock, and what a worker does: looks at each name when it is due, asks, puts it in line,
 * serves the line. All decisions are the scheduler's.
 *
 * <p>Threads: for one.
 */
final class VirtualYears {

    private static final int DAY = Plan.DAY;
    private static final int MINUTES = DAY / 60;

    /** Once a month somebody else uses up what a few shared domains may have in a week. */
    private static final int STRANGERS_DOMAINS = 5;

    private static final int STRANGERS_ORDERS = 50 * STRANGERS_DOMAINS;

    /** Names of the first day have been there that long. */
    private static final int SETTLED_BEFORE = 30 * DAY;

    private static final Duration ASK_AGAIN = Duration.ofSeconds(CaModel.ASK_AGAIN_SECONDS);

    private final Plan plan;
    private final SplittableRandom random;
    private final CaRules rules;
    private final Crowd crowd;
    private final CaModel ca;
    private final Wheel wheel;
    private final Ledger ledger;
    private final Orders orders;
    private Circuit circuit = Circuit.CLOSED;

    VirtualYears(Plan plan) {
        this(plan, rules(plan));
    }

    /** A worker that holds these for the CA's rules, rightly or not. */
    VirtualYears(Plan plan, CaRules rules) {
        this.plan = plan;
        this.rules = rules;
        random = new SplittableRandom(plan.seed());
        crowd = new Crowd(plan, rules, random.split());
        ca = new CaModel(plan, crowd.most(), crowd.domainsMost());
        wheel = new Wheel(plan.end(), crowd.most());
        ledger = new Ledger(plan.days());
        orders = new Orders(plan, rules, random.split(), crowd, ca, wheel, ledger, this);
    }

    /** What the scheduler is told of the CA; the CA itself counts with its own numbers. */
    static CaRules rules(Plan plan) {
        CaRules all = CaRules.letsEncrypt();
        CaRules rules =
                switch (plan.rules()) {
                    case PLAIN -> all;
                    case BOULDER -> all.renewalsRecognised();
                    case NARROW -> all.windowOnly();
                };
        Map<Budget, Allowance> published = new EnumMap<>(rules.published());
        published.computeIfPresent(
                Budget.ACCOUNT,
                (_, each) ->
                        new Allowance(
                                Math.max(2, each.capacity() / plan.scale()),
                                each.refillEvery().multipliedBy(plan.scale())));
        return new CaRules(published, rules.skips());
    }

    Ledger run(Progress progress) {
        settle();
        for (int minute = 0; minute < plan.days() * MINUTES; minute++) {
            int second = minute * 60;
            if (minute % MINUTES == 0) {
                day(minute / MINUTES);
                progress.at(
                        minute / MINUTES + 1,
                        "%s, %,d questions, %d run out"
                                .formatted(
                                        plan.at(second).toString().substring(0, 10),
                                        ledger.pollsAll,
                                        ledger.ranOutRight));
            }
            probe(second);
            if (plan.revocation() / 60 == minute) {
                revoke(second);
            }
            wheel.begin(minute);
            while (wheel.hasDue() || orders.tickDue(minute)) {
                if (orders.tickFirst(minute, wheel)) {
                    orders.tick();
                    continue;
                }
                long entry = wheel.take();
                step((int) entry, (int) (entry >>> 32));
            }
        }
        for (int i = 0; i < crowd.count(); i++) {
            VirtualName name = crowd.get(i);
            if (name == null || name.gone || !name.revoked || !name.right(plan.end())) {
                continue;
            }
            if (name.rightSince() <= plan.revocation()) {
                ledger.unreplaced++;
            }
        }
        return ledger;
    }

    /** Everybody holds a certificate already, of some age up to that of renewal. */
    private void settle() {
        for (int i = 0; i < plan.names(); i++) {
            VirtualName name = crowd.join(-SETTLED_BEFORE);
            int life = ca.lifeSeconds(0);
            int age = (int) (random.nextDouble() * life * (life < 10 * DAY ? 0.5 : 2 / 3.0));
            name.holds(ca.issue(i, -1, -age), -age, life - age, plan);
            wheel.put(i, random.nextInt(CaModel.ASK_AGAIN_SECONDS));
        }
    }

    private void day(int day) {
        int second = day * DAY;
        for (int i = 0; i < plan.newPerDay() && day > 0; i++) {
            crowd.leave();
            int when = second + random.nextInt(DAY);
            wheel.put(crowd.join(when).index, when);
        }
        if (day == plan.campaignDay()) {
            for (int i = 0; i < plan.campaign() + Crowd.AGENCY; i++) {
                int when = second + random.nextInt(3600);
                VirtualName name =
                        i < plan.campaign()
                                ? crowd.join(when)
                                : crowd.join(when, Crowd.AGENCY_DOMAIN);
                wheel.put(name.index, when);
            }
        }
        for (int i = 0; i < STRANGERS_ORDERS && day % 30 == 0; i++) {
            ca.orderByStranger(i % STRANGERS_DOMAINS, second);
        }
        if (ledger.announced == null
                && !plan.asked()
                && rules.needs(CaRules.Kind.RENEWAL, Budget.ACCOUNT)) {
            CapacityOutlook.of(
                            crowd.present(),
                            plan.newPerDay(),
                            plan.lives(),
                            rules.own(Budget.ACCOUNT),
                            plan.at(second))
                    .ifPresent(shortfall -> {
                        ledger.announced = shortfall;
                        ledger.announcedDay = day;
                    });
        }
        count(day, second);
    }

    private void count(int day, int second) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < crowd.count(); i++) {
            VirtualName name = crowd.get(i);
            if (name == null || name.gone || name.joined > second) {
                continue;
            }
            boolean right = name.right(second);
            ledger.nameDays++;
            if (!right) {
                ledger.wrong[day]++;
                ledger.wrongNameDays++;
            }
            if (name.serial < 0) {
                continue;
            }
            double left = (name.notAfter - second) / (double) DAY;
            ledger.bands[day][Ledger.band(left)]++;
            judge(name, second);
            if (name.settled(second, plan)) {
                least = Math.min(least, left);
            }
        }
        ledger.leastLeftDays[day] = least;
        ledger.waiting[day] = orders.waiting();
    }

    /** Whether the name's certificate has run out, and whether its DNS was right while it did. */
    void judge(VirtualName name, int second) {
        if (name.serial < 0 || second <= name.notAfter) {
            return;
        }
        boolean ours = name.settled(second, plan);
        if (ours && !name.ranOut) {
            name.ranOut = true;
            ledger.ranOut(Math.min(second / DAY, plan.days() - 1));
        } else if (!name.right(second) && !name.ranOutWrong) {
            name.ranOutWrong = true;
            ledger.ranOutWrong++;
        }
    }

    private void revoke(int second) {
        ca.revokeAll();
        for (int i = 0; i < crowd.count(); i++) {
            VirtualName name = crowd.get(i);
            if (name != null && !name.gone && name.serial >= 0 && name.settled(second, plan)) {
                name.revoked = true;
                ledger.revokedRight++;
            }
        }
    }

    private void probe(int second) {
        Instant now = plan.at(second);
        if (circuit.probeDue(now)) {
            circuit = circuit.probing(now);
            answered(!ca.away(second), now);
        }
    }

    /** What each call to the CA tells about it. */
    void answered(boolean alive, Instant now) {
        if (alive) {
            circuit = circuit.equals(Circuit.CLOSED) ? circuit : circuit.answered();
            return;
        }
        boolean before = circuit.open();
        circuit = circuit.failed(now);
        ledger.circuitOpened += circuit.open() && !before ? 1 : 0;
    }

    Decision decide(VirtualName name, Instant now) {
        ledger.decisions++;
        return Scheduler.decide(
                name.situation, new Authority(rules, plan.asked(), circuit, name), null, now);
    }

    private void step(int index, int second) {
        VirtualName name = crowd.get(index);
        if (name == null || name.gone) {
            return;
        }
        switch (name.stage) {
            case IDLE -> consider(name, second);
            case IN_LINE -> {}
            case SENT -> orders.arrives(name, second);
            case ACCEPTED -> orders.ends(name, second);
        }
    }

    /** Decides, and does what was decided. */
    void consider(VirtualName name, int second) {
        name.check(second, plan);
        Tries tries = name.situation.tries();
        if (tries.state() == Tries.State.PARKED && name.right(second)) {
            name.situation = name.situation.with(tries.resumed());
        }
        Instant now = plan.at(second);
        Decision decision = decide(name, now);
        if (decision instanceof Decision.Poll) {
            poll(name, second, now);
            decision = decide(name, now);
        }
        switch (decision) {
            case Decision.Wait wait -> wheel.put(name.index, after(wait.until()));
            case Decision.Order order -> orders.inLine(name, order, second);
            case Decision.Park park -> {
                ledger.reasons.merge(park.why().reason().text(), 1, Integer::sum);
                if (name.situation.tries().state() != Tries.State.PARKED) {
                    ledger.stuck++;
                    return;
                }
                wheel.put(name.index, second + DAY);
            }
            case Decision.Poll _ ->
                    throw new IllegalStateException("asked twice: " + name.situation);
        }
    }

    private void poll(VirtualName name, int second, Instant now) {
        ledger.polls[second / DAY]++;
        ledger.pollsAll++;
        boolean alive = !ca.away(second) && random.nextInt(1000) > 0;
        answered(alive, now);
        RenewalInfo before = name.situation.renewalInfo();
        if (!alive) {
            name.situation = name.situation.with(RenewalInfo.unanswered(before, now));
            return;
        }
        Window window =
                new Window(
                        plan.at(ca.windowStart(name.serial, name.notBefore, name.notAfter, second)),
                        plan.at(ca.windowEnd(name.serial, name.notBefore, name.notAfter, second)));
        name.situation =
                name.situation.with(
                        RenewalInfo.answered(
                                before, window, Optional.of(ASK_AGAIN), random.nextDouble(), now));
    }

    /** The first whole second that is not before the moment. */
    int after(Instant moment) {
        long second = moment.getEpochSecond() - plan.start().getEpochSecond();
        return (int) Math.min(Integer.MAX_VALUE, moment.getNano() > 0 ? second + 1 : second);
    }
}
