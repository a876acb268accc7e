package dev.plat.ops.bench.ledger;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import java.time.Instant;
import java.util.List;

/** As services do it. */
final class Posting implements Writing {

    private static final Account PROVIDER = new Account(AccountKind.PROVIDER, "stripe");
    private static final Instant OCCURRED = Instant.parse("2026-11-22T12:00:00Z");

    private final Router router;
    private final Ledger ledger = new Ledger();

    Posting(Router router) {
        this.router = router;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public void write(Bucket bucket, List<Draft> drafts) {
        List<Journal> journals = drafts.stream().map(Posting::journal).toList();
        router.write(bucket, tx -> ledger.post(tx, journals));
    }

    private static Journal journal(Draft draft) {
        Money amount = Money.of(draft.amount(), "EUR");
        return new Journal(
                "attempt-" + draft.number() + ":capture",
                JournalKind.CAPTURE,
                OCCURRED,
                Line.debit(PROVIDER, amount),
                Line.credit(new Account(AccountKind.RECEIVABLE, "acct_" + draft.payer()), amount));
    }
}
