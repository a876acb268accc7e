package dev.plat.domains.schedule.budget;

import static dev.plat.domains.schedule.budget.Budget.ACCOUNT;
import static dev.plat.domains.schedule.budget.Budget.DOMAIN;
import static dev.plat.domains.schedule.budget.Budget.FAILURES;
import static dev.plat.domains.schedule.budget.Budget.SAME_SET;
import static dev.plat.domains.schedule.budget.Budget.SPEED;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A CA's limits as we keep them, and which of them a kind of order need not pass.
 *
 * @param published what the CA lets happen, and our own speed
 * @param skips the budgets each kind of order is free of
 */
public record CaRules(Map<Budget, Allowance> published, Map<Kind, Set<Budget>> skips) {

    /** What an order is to the CA. */
    public enum Kind {
        NEW,
        /** The same names had a certificate, and the order does not say which it replaces. */
        RENEWAL,
        /** Names the certificate it replaces, inside the window the CA suggested for it. */
        REPLACES_IN_WINDOW,
        /** Names the certificate it replaces, before or after that window. */
        REPLACES_OUTSIDE
    }

    /**
     * From taking a token to the last moment the CA may count it: the lease and the time-out of the
     * request; a failure is counted when the CA has validated, so it is longer there.
     */
    public static final Duration COUNTED_WITHIN = Lease.TIME_MAX.plusSeconds(30);

    private static final Duration FAILURE_COUNTED_WITHIN = Duration.ofMinutes(6);

    public CaRules {
        Map<Budget, Allowance> allowances = new EnumMap<>(Budget.class);
        allowances.putAll(published);
        published = Collections.unmodifiableMap(allowances);
        Map<Kind, Set<Budget>> copy = new EnumMap<>(Kind.class);
        skips.forEach((kind, set) -> copy.put(kind, Collections.unmodifiableSet(set)));
        skips = Collections.unmodifiableMap(copy);
    }

    /**
     * Let's Encrypt, read cautiously: a renewal that does not name what it replaces counts like a
     * new order; one outside its window is not free of the limit for the same names. {@link
     * #renewalsRecognised} is what its source does.
     */
    public static CaRules letsEncrypt() {
        return new CaRules(
                Map.of(
                        ACCOUNT, new Allowance(300, Duration.ofSeconds(36)),
                        DOMAIN, new Allowance(50, Duration.ofMinutes(202)),
                        SAME_SET, new Allowance(5, Duration.ofHours(34)),
                        FAILURES, new Allowance(5, Duration.ofMinutes(12)),
                        SPEED, new Allowance(5, Duration.ofMillis(200))),
                Map.of(
                        Kind.NEW, EnumSet.noneOf(Budget.class),
                        Kind.RENEWAL, EnumSet.noneOf(Budget.class),
                        Kind.REPLACES_IN_WINDOW, EnumSet.of(ACCOUNT, DOMAIN, SAME_SET),
                        Kind.REPLACES_OUTSIDE, EnumSet.of(ACCOUNT, DOMAIN)));
    }

    /** For a CA that counts nothing. */
    public static CaRules unlimited() {
        return new CaRules(Map.of(), Map.of());
    }

    /**
     * For a CA that knows a renewal by its names, as Boulder does: only the limit for the same
     * names is left.
     */
    public CaRules renewalsRecognised() {
        Map<Kind, Set<Budget>> changed = new EnumMap<>(skips);
        changed.put(Kind.RENEWAL, EnumSet.of(ACCOUNT, DOMAIN));
        return new CaRules(published, changed);
    }

    /** For a CA that frees what is inside its window and nothing else. */
    public CaRules windowOnly() {
        Map<Kind, Set<Budget>> changed = new EnumMap<>(skips);
        changed.put(Kind.REPLACES_OUTSIDE, EnumSet.noneOf(Budget.class));
        return new CaRules(published, changed);
    }

    /** Whether an order of this kind must have a token of that budget before it is sent. */
    public boolean needs(Kind kind, Budget budget) {
        return published.containsKey(budget)
                && !skips.getOrDefault(kind, Set.of()).contains(budget);
    }

    /** What we let ourselves take: the published allowance less what may be counted late. */
    public Allowance own(Budget budget) {
        Allowance all = published.get(budget);
        if (all == null) {
            throw new IllegalArgumentException("no allowance for " + budget);
        }
        return switch (budget) {
            case ACCOUNT, DOMAIN, SAME_SET -> all.countedUpTo(COUNTED_WITHIN);
            case FAILURES -> all.countedUpTo(FAILURE_COUNTED_WITHIN);
            case SPEED -> all;
        };
    }
}
