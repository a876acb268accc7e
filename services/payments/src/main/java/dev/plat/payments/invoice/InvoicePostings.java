package dev.plat.payments.invoice;

import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a document comes to in the books. */
final class InvoicePostings {

    /** What an account of the books may be called by. */
    private static final int SUBJECT_MAX = 64;

    private InvoicePostings() {}

    /**
     * An invoice: the customer owes it; what is had day by day is deferred, the rest is earned, the
     * tax is the state's. A credit note is the same the other way round.
     *
     * @param credits of a credit note: its parts, in the order of its lines
     * @return empty for a document of nothing
     */
    static Optional<Journal> of(Invoice invoice, List<Invoices.Credit> credits) {
        Map<Account, Money> sums = new LinkedHashMap<>();
        for (int i = 0; i < invoice.lines().size(); i++) {
            Sold line = invoice.lines().get(i);
            Money none = Money.zero(line.net().currency());
            Money earned =
                    switch (line.kind()) {
                        case NAME -> line.net();
                        case PLAN -> credits.isEmpty() ? none : credits.get(i).earned();
                    };
            Account revenue = new Account(AccountKind.REVENUE, subject(line.plan()));
            Account deferred = new Account(AccountKind.DEFERRED, subject(line.plan()));
            sums.merge(deferred, line.net().minus(earned), Money::plus);
            sums.merge(revenue, earned, Money::plus);
            if (!line.tax().isZero()) {
                sums.merge(
                        new Account(AccountKind.TAX, line.jurisdiction()), line.tax(), Money::plus);
            }
        }
        boolean note = invoice.kind() == Invoice.Kind.CREDIT_NOTE;
        List<Line> lines = new ArrayList<>();
        Money total = invoice.total();
        if (total.isZero()) {
            return Optional.empty();
        }
        Account receivable = new Account(AccountKind.RECEIVABLE, invoice.account().toString());
        lines.add(new Line(receivable, note ? total.negated() : total));
        sums.forEach((account, amount) -> {
            if (!amount.isZero()) {
                lines.add(new Line(account, note ? amount : amount.negated()));
            }
        });
        return Optional.of(
                new Journal(
                        invoice.id() + (note ? "/credited" : "/invoiced"),
                        note ? JournalKind.CREDIT_NOTE : JournalKind.INVOICE,
                        invoice.issued(),
                        OptionalLong.empty(),
                        lines));
    }

    static String subject(String plan) {
        return plan.length() > SUBJECT_MAX ? plan.substring(0, SUBJECT_MAX) : plan;
    }
}
