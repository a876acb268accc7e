package dev.plat.payments.store;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.subscription.Subscription;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What owners are told of their subscriptions beside the rows, and what they may pay by hand.
 *
 * <p>Threads: safe.
 */
public final class PostgresParticulars {

    private final Router router;
    private final String provider;
    private final Invoices invoices = new Invoices();
    private final PaymentSql payments = new PaymentSql();
    private final MethodSql methods = new MethodSql();
    private final ChangeSql changes = new ChangeSql();

    /**
     * @param provider its name in rows
     */
    public PostgresParticulars(Router router, String provider) {
        this.router = router;
        this.provider = provider;
    }

    /**
     * Of one subscription.
     *
     * @param card that is charged for it; empty: none was left
     * @param changing whether a change of it is being paid
     * @param owed what is not paid of it
     */
    public record Particulars(Optional<SavedCard> card, boolean changing, Optional<Owed> owed) {}

    /**
     * What is owed of an invoice.
     *
     * @param due its total less what was used of the account's credit
     */
    public record Owed(Id invoice, Money due) {}

    /** As they stand. */
    public Particulars of(Subscription it) {
        if (it.over()) {
            return new Particulars(Optional.empty(), false, Optional.empty());
        }
        return router.read(
                it.account(),
                tx ->
                        new Particulars(
                                methods.find(tx, it.account(), provider),
                                changes.ofSubscription(tx, it.id()).isPresent(),
                                owed(tx, it.id())));
    }

    private Optional<Owed> owed(Tx tx, Id subscription) throws SQLException {
        Optional<Invoice> open = invoices.open(tx, subscription);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        return payment(tx, open.get()).map(payment -> new Owed(open.get().id(), payment.amount()));
    }

    /** Its number is the invoice's. */
    private Optional<Payment> payment(Tx tx, Invoice invoice) throws SQLException {
        return payments.find(tx, new Id(IdKind.PAYMENT, invoice.id().uuid()), false);
    }

    /**
     * The payment of an invoice that is owed.
     *
     * @throws PlatException {@code not-found} for another account's, too; {@code order-state} when
     *     it is paid, or not owed any more
     */
    public Payment payable(Id account, Id invoice) {
        if (!invoice.bucket().equals(account.bucket())) {
            throw unknown(invoice);
        }
        return router.read(
                account,
                tx -> {
                    Invoice found =
                            invoices.find(tx, invoice)
                                    .filter(it -> it.account().equals(account))
                                    .orElseThrow(() -> unknown(invoice));
                    if (found.state() != Invoice.State.OPEN) {
                        throw new PlatException(
                                ErrorCode.ORDER_STATE,
                                "Nothing is owed of this invoice.",
                                "value",
                                found.state().text(),
                                "expected",
                                "an invoice that is open");
                    }
                    return payment(tx, found).orElseThrow();
                });
    }

    private static PlatException unknown(Id invoice) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "There is no such invoice.", "value", invoice.toString());
    }
}
