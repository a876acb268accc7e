package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.Authority;
import dev.plat.domains.schedule.Life;
import dev.plat.domains.schedule.Setup;
import dev.plat.domains.schedule.Situation;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.domains.schedule.budget.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One name: what our tables would hold of it, and what is true of it out there. */
final class VirtualName implements Authority.Budgets {

    /** Where its order is. */
    enum Stage {
        IDLE,
        IN_LINE,
        SENT,
        ACCEPTED
    }

    final int index;
    final int domain;
    final int joined;
    final @Nullable DnsHealth dns;
    Situation situation;
    Stage stage = Stage.IDLE;
    boolean gone;
    int serial = -1;
    int notBefore;
    int notAfter;

    /** Of the order that is on its way: the serial it replaces, or −1. */
    int replaces = -1;

    Tokens sameSet = Tokens.FULL;
    Tokens failures = Tokens.FULL;
    Tokens failuresBefore = Tokens.FULL;

    int failedOnDay;
    int failedDay = -1;

    /**
     * Its certificate ran out, and that was written down: although its DNS was right, or while it
     * was not.
     */
    boolean ranOut;

    boolean ranOutWrong;

    /** Its certificate was among those revoked, and its DNS was right then. */
    boolean revoked;

    /** The last that was planned while its DNS was seen to be wrong. */
    private int nextCheck = Integer.MIN_VALUE / 2;

    private final CaRules rules;
    private final Tokens[] domains;

    VirtualName(
            int index,
            int domain,
            int joined,
            @Nullable DnsHealth dns,
            CaRules rules,
            Tokens[] domains) {
        this.index = index;
        this.domain = domain;
        this.joined = joined;
        this.dns = dns;
        this.rules = rules;
        this.domains = domains;
        situation = Situation.newName("www" + index + ".shop" + domain + ".example");
    }

    void holds(int newSerial, int from, int to, Plan plan) {
        serial = newSerial;
        notBefore = from;
        notAfter = to;
        ranOut = false;
        ranOutWrong = false;
        situation = situation.issued(new Life(plan.at(from), plan.at(to)), false);
    }

    boolean right(int second) {
        if (dns == null) {
            return true;
        }
        dns.advance(second);
        return dns.right();
    }

    /** Since when its DNS is right; asked only while it is. */
    int rightSince() {
        return dns == null ? joined : Math.max(joined, dns.since());
    }

    /**
     * Whether its DNS is right so long that it is ours to have seen it and to have renewed: two
     * days in which the CA was there, and one after the check that was planned while it was wrong.
     */
    boolean settled(int second, Plan plan) {
        return right(second)
                && plan.secondsThere(rightSince(), second) > 2 * Plan.DAY
                && plan.secondsThere(nextCheck, second) > Plan.DAY;
    }

    /** Our own check: every 4 hours for a week, daily for a month, then weekly. */
    void check(int second, Plan plan) {
        if (dns == null) {
            return;
        }
        dns.advance(second);
        Setup setup = situation.setup();
        if (dns.looksRight()) {
            if (!setup.green()) {
                situation = situation.with(Setup.GREEN);
            }
            return;
        }
        if (setup.green() || !setup.nextCheck().isAfter(plan.at(second))) {
            int days = (second - dns.since()) / Plan.DAY;
            int wait = days < 7 ? 4 * 3600 : days < 37 ? Plan.DAY : 7 * Plan.DAY;
            nextCheck = second + wait;
            situation = situation.with(new Setup(false, "address-foreign", plan.at(nextCheck)));
        }
    }

    @Override
    public Instant nextAt(Budget budget) {
        return switch (budget) {
            case DOMAIN -> domains[domain].nextAt(rules.own(budget));
            case SAME_SET -> sameSet.nextAt(rules.own(budget));
            case FAILURES -> failures.nextAt(rules.own(budget));
            case ACCOUNT, SPEED ->
                    throw new IllegalArgumentException(budget + " is waited for in line");
        };
    }
}
