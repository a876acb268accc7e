package dev.plat.payments.reconcile;

import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import java.time.Instant;
import java.util.List;

/** What is known of a provider's movements, over all buckets. */
public interface ReportBook {

    Report.Counts counts(Instant since, Instant settled);

    /** The oldest first. */
    List<Report.Difference> differences(Instant since, int most);

    /** Booked since then and before {@code settled}, and not shown; the oldest first. */
    List<Report.Missing> missing(Instant since, Instant settled, int most);

    /** What the provider's account of this kind comes to, over all buckets. */
    List<Money> sums(AccountKind kind);
}
