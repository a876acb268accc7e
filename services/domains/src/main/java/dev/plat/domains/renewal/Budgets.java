package dev.plat.domains.renewal;

import dev.plat.domains.schedule.Authority;
import dev.plat.domains.schedule.budget.Allowance;
import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.domains.schedule.budget.Tokens;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the CA lets us do, as rows that all processes take from before they call it. A process that
 * dies in between has taken for nothing, which makes us slower and never puts us over a limit.
 *
 * <p>Threads: safe; blocking.
 */
public final class Budgets {

    private final Router router;
    private final String issuer;
    private final CaRules rules;
    private final UnaryOperator<String> registeredDomain;
    private final BudgetSql sql = new BudgetSql();
    private final PlanSql plans = new PlanSql();

    /**
     * @param registeredDomain of a name: its public suffix plus one label
     */
    public Budgets(
            Router router, String issuer, CaRules rules, UnaryOperator<String> registeredDomain) {
        this.router = router;
        this.issuer = issuer;
        this.rules = rules;
        this.registeredDomain = registeredDomain;
    }

    /** What stands in other buckets than the name's, read before its transaction begins. */
    record Outside(Instant domainFree) {}

    /** Taken from a row: what stood there and what does now. */
    private record Taken(BudgetSql.Key key, Tokens before, Tokens after) {}

    Outside outside(String name) {
        if (!rules.published().containsKey(Budget.DOMAIN)) {
            return new Outside(Instant.EPOCH);
        }
        BudgetSql.Key key = key(Budget.DOMAIN, name);
        Tokens tokens = router.read(bucket(key), tx -> sql.find(tx, key));
        return new Outside(tokens.nextAt(rules.own(Budget.DOMAIN)));
    }

    /** Within a transaction of the name's bucket. */
    Authority.Budgets seen(Tx tx, String name, Outside outside) throws SQLException {
        Map<Budget, Instant> free = new EnumMap<>(Budget.class);
        free.put(Budget.DOMAIN, outside.domainFree);
        for (Budget budget : List.of(Budget.SAME_SET, Budget.FAILURES)) {
            if (rules.published().containsKey(budget)) {
                free.put(budget, sql.find(tx, key(budget, name)).nextAt(rules.own(budget)));
            }
        }
        return budget -> free.getOrDefault(budget, Instant.EPOCH);
    }

    /**
     * Takes one token of each budget that this kind of order must pass, or none at all. The one for
     * certificates of the same names is only looked at: it is spent by {@link #requested}.
     *
     * @return how long until the one that is empty has a token; empty when all were taken
     */
    Optional<Duration> take(String name, CaRules.Kind kind) {
        if (rules.needs(kind, Budget.SAME_SET)) {
            Optional<Duration> wait = untilFree(key(Budget.SAME_SET, name));
            if (wait.isPresent()) {
                return wait;
            }
        }
        List<Taken> taken = new ArrayList<>();
        // What refills slowest comes last.
        for (Budget budget :
                List.of(Budget.ACCOUNT, Budget.SPEED, Budget.FAILURES, Budget.DOMAIN)) {
            if (!rules.needs(kind, budget)) {
                continue;
            }
            Optional<Duration> wait = takeOne(key(budget, name), taken);
            if (wait.isPresent()) {
                taken.forEach(this::giveBack);
                return wait;
            }
        }
        return Optional.empty();
    }

    /** Whether an order that is counted for the account could be sent now. */
    boolean accountHasToken() {
        if (!rules.published().containsKey(Budget.ACCOUNT)) {
            return true;
        }
        BudgetSql.Key key = key(Budget.ACCOUNT, "");
        return router.read(
                bucket(key),
                tx ->
                        sql.find(tx, key)
                                .take(rules.own(Budget.ACCOUNT), 1, plans.now(tx))
                                .isPresent());
    }

    /**
     * The CA is about to be asked for the certificate itself. It counts certificates of the same
     * names, not orders that fail, so a name whose records were wrong for weeks has not used up its
     * share when they are right at last.
     */
    void requested(Tx tx, String name) throws SQLException {
        if (!rules.published().containsKey(Budget.SAME_SET)) {
            return;
        }
        BudgetSql.Key key = key(Budget.SAME_SET, name);
        Tokens tokens = sql.lock(tx, key);
        sql.put(tx, key, tokens.spend(rules.own(Budget.SAME_SET), plans.now(tx)));
    }

    /**
     * The try went well, so the CA counted no failure. Only the one order of a name takes from this
     * row, so what it took can be taken off again.
     */
    void succeeded(Tx tx, String name) throws SQLException {
        if (!rules.published().containsKey(Budget.FAILURES)) {
            return;
        }
        BudgetSql.Key key = key(Budget.FAILURES, name);
        Tokens tokens = sql.lock(tx, key);
        Duration refill = rules.own(Budget.FAILURES).refillEvery();
        if (tokens.fullAt().isAfter(Instant.EPOCH.plus(refill))) {
            sql.put(tx, key, new Tokens(tokens.fullAt().minus(refill)));
        }
    }

    private Optional<Duration> untilFree(BudgetSql.Key key) {
        return router.read(
                bucket(key),
                tx -> {
                    Instant now = plans.now(tx);
                    Instant free = sql.find(tx, key).nextAt(rules.own(key.budget()));
                    return free.isAfter(now)
                            ? Optional.of(Duration.between(now, free))
                            : Optional.<Duration>empty();
                });
    }

    private Optional<Duration> takeOne(BudgetSql.Key key, List<Taken> taken) {
        Allowance allowance = rules.own(key.budget());
        Object outcome =
                router.write(
                        bucket(key),
                        tx -> {
                            Tokens before = sql.lock(tx, key);
                            Instant now = plans.now(tx);
                            Optional<Tokens> after = before.take(allowance, 1, now);
                            if (after.isEmpty()) {
                                return Duration.between(now, before.nextAt(allowance));
                            }
                            sql.put(tx, key, after.get());
                            return new Taken(key, before, after.get());
                        });
        if (outcome instanceof Taken one) {
            taken.add(one);
            return Optional.empty();
        }
        return Optional.of((Duration) outcome);
    }

    /** Only where nobody has taken since: adding one later could give one too many. */
    private void giveBack(Taken taken) {
        router.write(
                bucket(taken.key),
                tx -> {
                    if (!sql.lock(tx, taken.key).equals(taken.after)) {
                        return false;
                    }
                    sql.put(tx, taken.key, taken.before);
                    return true;
                });
    }

    private BudgetSql.Key key(Budget budget, String name) {
        String subject =
                switch (budget) {
                    case ACCOUNT, SPEED -> issuer;
                    case DOMAIN -> registeredDomain.apply(name);
                    case SAME_SET, FAILURES -> name;
                };
        return new BudgetSql.Key(issuer, subject, budget);
    }

    private static Name bucket(BudgetSql.Key key) {
        return new Name(NameKind.HOST, key.subject());
    }
}
