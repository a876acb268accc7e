package dev.plat.payments.api;

import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.reconcile.Report;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the books and a provider's account compare.
 *
 * @param explained hundredths of a percent of the movements older than a quarter of an hour
 * @param waiting movements not judged yet, or not yet in our books
 * @param cut whether there are more differences than are named
 * @param balances null when the provider does not say
 * @param clean whether nothing at all is open
 */
@Serdeable
record ReconcileAnswer(
        String provider,
        String since,
        long movements,
        long settled,
        long explained,
        long waiting,
        List<Difference> differences,
        List<Missing> missing,
        boolean cut,
        @Nullable List<Balance> balances,
        List<Amount> suspense,
        boolean clean) {

    /**
     * What is asked for.
     *
     * @param since by the provider's clock; null: a day
     */
    @Serdeable
    record Asked(@Nullable String since) {}

    @Serdeable
    record Difference(
            String movement,
            String kind,
            String verdict,
            String source,
            @Nullable String subject,
            Amount amount,
            Amount fee,
            String created,
            String reason) {}

    @Serdeable
    record Missing(String subject, String kind, Amount amount, String since) {}

    @Serdeable
    record Balance(Amount provider, Amount books, Amount difference) {}

    static ReconcileAnswer of(Report report) {
        return new ReconcileAnswer(
                report.provider(),
                report.since().toString(),
                report.counts().all(),
                report.counts().settled(),
                report.explainedBasisPoints(),
                report.counts().waiting(),
                report.differences().stream().map(ReconcileAnswer::difference).toList(),
                report.missing().stream().map(ReconcileAnswer::missing).toList(),
                report.cut(),
                report.balances()
                        .map(all -> all.stream().map(ReconcileAnswer::balance).toList())
                        .orElse(null),
                report.suspense().stream().map(Amount::of).toList(),
                report.clean());
    }

    private static Difference difference(Report.Difference it) {
        return new Difference(
                it.movement().id(),
                it.movement().kind().text(),
                it.verdict().text(),
                it.movement().source(),
                it.subject().orElse(null),
                Amount.of(it.movement().amount()),
                Amount.of(it.movement().fee()),
                it.movement().created().toString(),
                it.reason());
    }

    private static Missing missing(Report.Missing it) {
        return new Missing(
                it.subject(), it.kind().text(), Amount.of(it.amount()), it.since().toString());
    }

    private static Balance balance(Report.Balance it) {
        return new Balance(
                Amount.of(it.provider()), Amount.of(it.books()), Amount.of(it.difference()));
    }
}
