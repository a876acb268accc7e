package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.CapacityOutlook;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CA with Let's Encrypt's limits: it counts orders, certificates and failures, suggests windows,
 * remembers what was replaced, is away at times, and revokes everything once.
 *
 * <p>Limits as published at letsencrypt.org/docs/rate-limits; window and exemptions as in Boulder's
 * {@code RenewalInfoSimple} and {@code validateReplacementOrder}.
 */
final class CaModel {

    static final int ASK_AGAIN_SECONDS = 6 * 3600;
    private static final int PAUSED_AT = 1152;
    private static final int BACKDATED_SECONDS = 3600;

    /** What it says to an order. */
    enum Answer {
        ACCEPTED,
        AWAY,
        ALREADY_REPLACED,
        PAUSED,
        ACCOUNT_LIMIT,
        DOMAIN_LIMIT,
        SAME_SET_LIMIT,
        FAILURE_LIMIT
    }

    private final Plan plan;
    private final List<CapacityOutlook.Step> lives;
    private final Limit account;
    private final @Nullable Limit[] domains;
    private final @Nullable Limit[] domainsOurs;
    private final @Nullable Limit[] sameSet;
    private final @Nullable Limit[] failures;
    private final int[] failedInARow;
    private final int[] lastIssued;
    private final BitSet replaced = new BitSet();

    /**
     * Names whose open order is one that counts for the limit of certificates of the same names.
     */
    private final BitSet counted = new BitSet();

    private final int[] outages;
    private int serials;
    private int revokedBelow;
    private int waitSeconds;
    private boolean byStrangers;

    CaModel(Plan plan, int names, int domainCount) {
        this.plan = plan;
        lives =
                plan.lives().stream()
                        .sorted(Comparator.comparing(CapacityOutlook.Step::from).reversed())
                        .toList();
        outages = plan.outages();
        account = new Limit(Math.max(1, 300.0 / plan.scale()), 36.0 * plan.scale());
        domains = new @Nullable Limit[domainCount];
        domainsOurs = new @Nullable Limit[domainCount];
        sameSet = new @Nullable Limit[names];
        failures = new @Nullable Limit[names];
        failedInARow = new int[names];
        lastIssued = new int[names];
        Arrays.fill(lastIssued, Integer.MIN_VALUE / 2);
    }

    boolean away(int second) {
        for (int begin : outages) {
            if (second >= begin && second < begin + plan.outageDays() * Plan.DAY) {
                return true;
            }
        }
        return false;
    }

    /**
     * A new order.
     *
     * @param replaces serial of the certificate to be replaced, or −1
     */
    Answer order(int name, int domain, int replaces, int notBefore, int notAfter, int second) {
        waitSeconds = 0;
        byStrangers = false;
        if (away(second)) {
            return Answer.AWAY;
        }
        if (failedInARow[name] >= PAUSED_AT) {
            return Answer.PAUSED;
        }
        if (replaces >= 0 && replaced.get(replaces)) {
            return Answer.ALREADY_REPLACED;
        }
        Limit failed = failures[name];
        if (failed != null && !failed.has(second)) {
            return refused(Answer.FAILURE_LIMIT, failed, second);
        }
        counted.clear(name);
        if (replaces >= 0 && free(replaces, notBefore, notAfter, second)) {
            return Answer.ACCEPTED;
        }
        boolean renewal =
                plan.rules() == Plan.Rules.BOULDER && second - lastIssued[name] < 120 * Plan.DAY;
        Limit same = limit(sameSet, name, 5, 34 * 3600);
        Limit all = limit(domains, domain, 50, 202 * 60);
        Limit ours = limit(domainsOurs, domain, 50, 202 * 60);
        if (!renewal && !account.has(second)) {
            return refused(Answer.ACCOUNT_LIMIT, account, second);
        }
        if (!renewal && !all.has(second)) {
            byStrangers = ours.has(second);
            return refused(Answer.DOMAIN_LIMIT, all, second);
        }
        if (!same.has(second)) {
            return refused(Answer.SAME_SET_LIMIT, same, second);
        }
        if (!renewal) {
            account.spend(second);
            all.spend(second);
            ours.spend(second);
        }
        counted.set(name);
        return Answer.ACCEPTED;
    }

    /** After a refusal: how long it says to wait. */
    int waitSeconds() {
        return waitSeconds;
    }

    /** After a refusal: whether other accounts' orders alone are the reason. */
    boolean byStrangers() {
        return byStrangers;
    }

    void failed(int name, int second) {
        limit(failures, name, 5, 720).spend(second);
        failedInARow[name]++;
    }

    /** The serial of a new certificate, good from {@link #notBefore} to {@link #notAfter}. */
    int issue(int name, int replaces, int second) {
        if (replaces >= 0) {
            replaced.set(replaces);
        }
        if (counted.get(name)) {
            limit(sameSet, name, 5, 34 * 3600).spend(second);
            counted.clear(name);
        }
        failedInARow[name] = 0;
        lastIssued[name] = second;
        return serials++;
    }

    int notBefore(int second) {
        return second - BACKDATED_SECONDS;
    }

    int notAfter(int second) {
        return notBefore(second) + lifeSeconds(second);
    }

    int lifeSeconds(int second) {
        for (CapacityOutlook.Step step : lives) {
            if (!step.from().isAfter(plan.at(second))) {
                return Math.toIntExact(step.life().toSeconds());
            }
        }
        throw new IllegalStateException("no life at " + second);
    }

    void revokeAll() {
        revokedBelow = serials;
    }

    boolean revoked(int serial) {
        return serial < revokedBelow;
    }

    int windowStart(int serial, int notBefore, int notAfter, int second) {
        return revoked(serial)
                ? second - 3600
                : middle(notBefore, notAfter) - half(notBefore, notAfter);
    }

    int windowEnd(int serial, int notBefore, int notAfter, int second) {
        return revoked(serial)
                ? second - 1800
                : middle(notBefore, notAfter) + half(notBefore, notAfter);
    }

    void orderByStranger(int domain, int second) {
        limit(domains, domain, 50, 202 * 60).spend(second);
    }

    private boolean free(int serial, int notBefore, int notAfter, int second) {
        return plan.rules() == Plan.Rules.PLAIN
                || (second >= windowStart(serial, notBefore, notAfter, second)
                        && second < windowEnd(serial, notBefore, notAfter, second));
    }

    private static int middle(int notBefore, int notAfter) {
        int life = notAfter - notBefore;
        return life < 10 * Plan.DAY ? notAfter - life / 2 : notAfter - life / 3;
    }

    private static int half(int notBefore, int notAfter) {
        return (notAfter - notBefore) / 100;
    }

    private Answer refused(Answer answer, Limit limit, int second) {
        waitSeconds = limit.secondsToNext(second);
        return answer;
    }

    private static Limit limit(
            @Nullable Limit[] limits, int index, double most, double everySeconds) {
        return Optional.ofNullable(limits[index])
                .orElseGet(() -> {
                    Limit made = new Limit(most, everySeconds);
                    limits[index] = made;
                    return made;
                });
    }
}
