package dev.plat.domains.schedule;

import dev.plat.domains.schedule.Decision.Order;
import dev.plat.domains.schedule.Decision.Park;
import dev.plat.domains.schedule.Decision.Poll;
import dev.plat.domains.schedule.Decision.Wait;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a name's certificate now: a pure function, one code for production and virtual
 * years.
 *
 * <p>First whether it is due: the CA says when (RFC 9773), or two thirds of the life do where it
 * does not; with a tenth of the life left it is due whatever they say. Then whether something is in
 * the way, in this order: the last failure's pause, the customer's set-up, the CA's circuit, the
 * name's own budgets. The budgets that all names share are not looked at here: for those one waits
 * in line, see {@link ServiceLine}, or the names would be served in the order in which they happen
 * to ask.
 *
 * <p>Threads: any; nothing is kept.
 */
public final class Scheduler {

    static final double LITTLE_LEFT = 0.1;
    static final Duration URGENT_LEFT = Duration.ofDays(2);

    /** The second CA is asked when the first was away so long, and no more of the life is left. */
    static final Duration SECOND_AFTER = Duration.ofHours(6);

    static final double SECOND_LEFT = 0.25;

    /**
     * So long a CA knows a renewal by its names; what is older has run out and is nothing to
     * replace.
     */
    private static final Duration REMEMBERED = Duration.ofDays(119);

    /** After an open circuit's next probe, so that not all come at once. */
    private static final Duration AFTER_PROBE_MOST = Duration.ofHours(1);

    private static final Duration LOOK_AGAIN_LEAST = Duration.ofSeconds(1);

    private Scheduler() {}

    /**
     * What to do now.
     *
     * @param second another CA that may issue for this name (CAA allows it); null when there is
     *     none
     */
    public static Decision decide(
            Situation situation, Authority first, @Nullable Authority second, Instant now) {
        Reason standing = standing(situation.tries());
        if (standing != null) {
            return new Park(new Explained(standing, situation, null, null, now));
        }
        Decision early = early(situation, first, now);
        return early != null ? early : due(situation, first, second, now);
    }

    static boolean littleLeft(Life life, Instant now) {
        return life.leftAtMost(LITTLE_LEFT, now);
    }

    private static @Nullable Reason standing(Tries tries) {
        Failure last = tries.last();
        return switch (tries.state()) {
            case RUNNING -> null;
            case PARKED ->
                    last != null && last.failureClass() == FailureClass.POLICY
                            ? Reason.REFUSED_BY_POLICY
                            : Reason.FAILED_TOO_OFTEN;
            case PAUSED -> Reason.PAUSED_BY_CA;
            case STOPPED -> Reason.OUR_MISTAKE;
        };
    }

    /** What is done while it is not due; null when it is. */
    private static @Nullable Decision early(Situation situation, Authority first, Instant now) {
        Life life = situation.life();
        if (life == null || littleLeft(life, now)) {
            return null;
        }
        RenewalInfo info = known(situation, first);
        Instant question = null;
        if (asks(situation, first)) {
            question = info == null ? now : info.askAgain();
            if (!now.isBefore(question)) {
                if (!first.circuit().open()) {
                    return new Poll(new Explained(Reason.ASK_CA, situation, null, null, now));
                }
                question = now.plus(RenewalInfo.ASK_LEAST);
            }
        }
        Instant drawn = info == null ? null : info.moment();
        Instant moment = drawn == null ? RenewalRule.moment(situation.name(), life) : drawn;
        if (!now.isBefore(moment)) {
            return null;
        }
        return new Wait(
                question == null ? moment : earlier(moment, question),
                new Explained(
                        drawn == null ? Reason.RULE_AHEAD : Reason.MOMENT_AHEAD,
                        situation,
                        moment,
                        null,
                        now));
    }

    private static Decision due(
            Situation situation, Authority first, @Nullable Authority second, Instant now) {
        Instant notBefore = situation.tries().notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            return new Wait(
                    notBefore, new Explained(Reason.RETRY_LATER, situation, notBefore, null, now));
        }
        Setup setup = situation.setup();
        if (!setup.green()) {
            Instant check = later(setup.nextCheck(), now.plus(LOOK_AGAIN_LEAST));
            return new Wait(check, new Explained(Reason.SETUP_WRONG, situation, check, null, now));
        }
        if (!first.circuit().open()) {
            return order(situation, first, kind(situation, first, now), false, now);
        }
        Life life = situation.life();
        if (second != null
                && !second.circuit().open()
                && first.circuit().openLongerThan(SECOND_AFTER, now)
                && (life == null || life.leftAtMost(SECOND_LEFT, now))) {
            return order(situation, second, CaRules.Kind.NEW, true, now);
        }
        return new Wait(
                afterProbe(situation, first.circuit(), now),
                new Explained(
                        Reason.CIRCUIT_OPEN, situation, first.circuit().openSince(), null, now));
    }

    private static Decision order(
            Situation situation,
            Authority authority,
            CaRules.Kind kind,
            boolean second,
            Instant now) {
        for (Budget budget : Budget.values()) {
            if (budget.shared() || !authority.rules().needs(kind, budget)) {
                continue;
            }
            Instant free = authority.budgets().nextAt(budget);
            if (free.isAfter(now)) {
                return new Wait(
                        free, new Explained(Reason.BUDGET_EMPTY, situation, free, budget, now));
            }
        }
        Life life = situation.life();
        Instant deadline = life == null ? now : life.notAfter();
        Explained why = why(situation, known(situation, authority), now);
        return new Order(priority(life, why.reason(), now), kind, second, deadline, why);
    }

    private static CaRules.Kind kind(Situation situation, Authority first, Instant now) {
        Life life = situation.life();
        if (life == null
                || situation.fromSecond()
                || life.notBefore().plus(REMEMBERED).isBefore(now)) {
            return CaRules.Kind.NEW;
        }
        if (!asks(situation, first) || situation.tries().withoutReplaces()) {
            return CaRules.Kind.RENEWAL;
        }
        RenewalInfo info = situation.renewalInfo();
        Window window = info == null ? null : info.window();
        return window != null
                        && window.contains(now)
                        && window.contains(now.plus(CaRules.COUNTED_WITHIN))
                ? CaRules.Kind.REPLACES_IN_WINDOW
                : CaRules.Kind.REPLACES_OUTSIDE;
    }

    private static Explained why(Situation situation, @Nullable RenewalInfo info, Instant now) {
        Life life = situation.life();
        if (life == null) {
            return new Explained(Reason.NO_CERTIFICATE, situation, null, null, now);
        }
        Window window = info == null ? null : info.window();
        Instant moment = info == null ? null : info.moment();
        if (window != null && moment != null && !now.isBefore(moment)) {
            return window.past(now)
                    ? new Explained(Reason.WINDOW_PAST, situation, window.end(), null, now)
                    : new Explained(Reason.MOMENT_REACHED, situation, moment, null, now);
        }
        return littleLeft(life, now)
                ? new Explained(Reason.LITTLE_LEFT, situation, life.notAfter(), null, now)
                : new Explained(
                        Reason.RULE_REACHED,
                        situation,
                        RenewalRule.moment(situation.name(), life),
                        null,
                        now);
    }

    private static Priority priority(@Nullable Life life, Reason reason, Instant now) {
        if (life == null) {
            return Priority.NEW;
        }
        return reason == Reason.WINDOW_PAST || life.left(now).compareTo(URGENT_LEFT) < 0
                ? Priority.URGENT
                : Priority.ROUTINE;
    }

    private static boolean asks(Situation situation, Authority first) {
        return first.suggestsWindows() && !situation.fromSecond();
    }

    /** What the CA said of this certificate, as far as it is the one to ask. */
    private static @Nullable RenewalInfo known(Situation situation, Authority authority) {
        return asks(situation, authority) ? situation.renewalInfo() : null;
    }

    private static Instant afterProbe(Situation situation, Circuit circuit, Instant now) {
        Instant probe = circuit.probeAt();
        long spread = (long) (RenewalRule.lot(situation.name()) * AFTER_PROBE_MOST.toMillis());
        return later(probe == null ? now : probe, now.plus(Circuit.PROBE_EVERY)).plusMillis(spread);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
