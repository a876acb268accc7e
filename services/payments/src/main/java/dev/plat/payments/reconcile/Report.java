package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How our books and a provider's account compare.
 *
 * @param since by the provider's clock, for counts and differences; balances are of all time
 * @param counts how many movements, and how many are explained
 * @param differences movements that are not matched, the oldest first
 * @param missing what we booked and the provider does not show
 * @param cut whether there are more of either
 * @param balances one for each currency; empty when the provider does not say
 * @param suspense what lies there, and is nobody's
 */
public record Report(
        String provider,
        Instant since,
        Counts counts,
        List<Difference> differences,
        List<Missing> missing,
        boolean cut,
        Optional<List<Balance>> balances,
        List<Money> suspense) {

    /**
     * Movements.
     *
     * @param settled those that were seen long enough ago to be explained by now
     * @param explained of those: ours, or taken too often and on their way back
     * @param waiting not judged yet, or not yet in our books
     */
    public record Counts(long all, long settled, long explained, long waiting) {

        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public Counts and(Counts other) {
            return new Counts(
                    all + other.all,
                    settled + other.settled,
                    explained + other.explained,
                    waiting + other.waiting);
        }
    }

    /** A movement that is not simply ours. */
    public record Difference(
            Movement movement, Verdict verdict, Optional<String> subject, String reason) {}

    /** Booked, and not shown. */
    public record Missing(String subject, Movement.Kind kind, Money amount, Instant since) {}

    /** What the provider says it holds, and what our clearing account comes to. */
    public record Balance(Money provider, Money books) {

        public Money difference() {
            return provider.minus(books);
        }
    }

    /** Nothing is open: all explained, nothing missing, the balances equal. */
    public boolean clean() {
        return differences.isEmpty()
                && missing.isEmpty()
                && counts.waiting() == 0
                && suspense.stream().allMatch(Money::isZero)
                && balances.isPresent()
                && balances.get().stream().allMatch(it -> it.difference().isZero());
    }

    /** In hundredths of a percent, cut: 10000 only when all are explained. */
    public long explainedBasisPoints() {
        return counts.settled() == 0 ? 10_000 : counts.explained() * 10_000 / counts.settled();
    }
}
