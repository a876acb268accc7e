package dev.plat.payments.api;

import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.ledger.LedgerView;
import dev.plat.payments.ledger.verify.Finding;
import dev.plat.payments.ledger.verify.Verdict;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators are told of the books. */
final class LedgerAnswer {

    private LedgerAnswer() {}

    /**
     * A look through some buckets.
     *
     * @param findings the first bad row of each bucket that has one
     */
    @Serdeable
    record Verified(
            int from, int to, int buckets, long journals, long entries, List<Bad> findings) {

        static Verified of(int from, int to, Verdict verdict) {
            return new Verified(
                    from,
                    to,
                    verdict.buckets(),
                    verdict.journals(),
                    verdict.entries(),
                    verdict.findings().stream().map(Bad::of).toList());
        }
    }

    @Serdeable
    record Bad(int bucket, long journal, int line, String rule, String found, String expected) {

        static Bad of(Finding it) {
            return new Bad(it.bucket(), it.seq(), it.line(), it.rule(), it.found(), it.expected());
        }
    }

    /**
     * An account, or all of a customer's.
     *
     * @param at what was written down by then counts; null: all
     * @param entries of a customer: the last lines, the newest first
     */
    @Serdeable
    record Shown(
            String account, @Nullable String at, List<Balance> balances, List<Entry> entries) {}

    @Serdeable
    record Balance(String account, Amount amount) {

        static Balance of(LedgerView.Balance it) {
            return new Balance(it.account().toString(), Amount.of(it.amount()));
        }
    }

    @Serdeable
    record Entry(
            int bucket,
            long journal,
            String kind,
            String key,
            String account,
            Amount amount,
            Amount after,
            String occurred,
            String recorded) {

        static Entry of(LedgerView.Entry it) {
            return new Entry(
                    it.bucket(),
                    it.journal(),
                    it.kind(),
                    it.key(),
                    it.account().toString(),
                    Amount.of(it.amount()),
                    Amount.of(it.after()),
                    it.occurred().toString(),
                    it.recorded().toString());
        }
    }
}
