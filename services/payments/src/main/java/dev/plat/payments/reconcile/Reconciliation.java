package dev.plat.payments.reconcile;

import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Statement;
import dev.plat.schemas.Currency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Holds the books against the provider's account when somebody asks: reads the list, explains what
 * is due, compares the balances.
 *
 * <p>Threads: safe; blocking.
 */
public final class Reconciliation {

    /** A movement may take so long to be explained before it counts. */
    public static final Duration SETTLES = Duration.ofMinutes(15);

    private static final Duration USUAL = Duration.ofHours(24);
    private static final int NAMED_MAX = 500;
    private static final int ROUNDS_MAX = 1_000;
    private static final int AT_ONCE_MAX = 8;

    /** While money moves, two balances are seldom of one moment. */
    private static final int BALANCE_TRIES = 4;

    private final ReportBook book;
    private final Statement statement;
    private final MovementPoller poller;
    private final Reconciler reconciler;
    private final InstantSource clock;

    public Reconciliation(
            ReportBook book,
            Statement statement,
            MovementPoller poller,
            Reconciler reconciler,
            InstantSource clock) {
        this.book = book;
        this.statement = statement;
        this.poller = poller;
        this.reconciler = reconciler;
        this.clock = clock;
    }

    /**
     * Reads and explains for as long as there is patience, then says how it stands.
     *
     * @param since by the provider's clock; empty: the last 24 hours
     */
    public Report run(Optional<Instant> since, Duration patience) {
        Instant begin = clock.instant();
        Instant from = since.orElse(begin.minus(USUAL));
        poller.read(from);
        try (ExecutorService turns = Executors.newFixedThreadPool(AT_ONCE_MAX)) {
            explain(turns, patience);
        }
        return report(from);
    }

    private void explain(ExecutorService turns, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        for (int round = 0; round < ROUNDS_MAX && System.nanoTime() < end; round++) {
            if (reconciler.workAll(turns) == 0) {
                return;
            }
        }
    }

    /** How it stands, without a look into the list. */
    public Report report(Instant since) {
        Instant settled = clock.instant().minus(SETTLES);
        List<Report.Difference> differences = book.differences(since, NAMED_MAX + 1);
        List<Report.Missing> missing = book.missing(since, settled, NAMED_MAX + 1);
        return new Report(
                statement.name(),
                since,
                book.counts(since, settled),
                differences.stream().limit(NAMED_MAX).toList(),
                missing.stream().limit(NAMED_MAX).toList(),
                differences.size() > NAMED_MAX || missing.size() > NAMED_MAX,
                balances(),
                book.sums(AccountKind.SUSPENSE));
    }

    private Optional<List<Report.Balance>> balances() {
        Optional<List<Report.Balance>> told = Optional.empty();
        for (int i = 0; i < BALANCE_TRIES; i++) {
            List<Money> before = book.sums(AccountKind.PROVIDER);
            Optional<List<Money>> provider = statement.balance();
            told = provider.map(it -> balances(it, before));
            if (provider.isPresent() && before.equals(book.sums(AccountKind.PROVIDER))) {
                return told;
            }
        }
        return told;
    }

    private static List<Report.Balance> balances(List<Money> provider, List<Money> books) {
        Set<Currency> currencies = new LinkedHashSet<>();
        provider.forEach(it -> currencies.add(it.currency()));
        books.forEach(it -> currencies.add(it.currency()));
        List<Report.Balance> balances = new ArrayList<>();
        for (Currency currency : currencies) {
            balances.add(new Report.Balance(of(currency, provider), of(currency, books)));
        }
        return balances;
    }

    private static Money of(Currency currency, List<Money> all) {
        return all.stream()
                .filter(it -> it.currency() == currency)
                .findFirst()
                .orElse(Money.zero(currency));
    }
}
