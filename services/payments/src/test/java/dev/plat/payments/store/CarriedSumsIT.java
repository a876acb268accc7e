package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is too little to be charged, over months. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class CarriedSumsIT extends SubscriptionsOnAServer {

    CarriedSumsIT(PostgresServers servers) {
        super(servers);
    }

    private long carried(Subscription it) {
        return balance(of(it), AccountKind.RECEIVABLE, it.account() + Account.CARRIED);
    }

    /** The provider takes no less than 50 cents, so of 30 a month two are charged together. */
    @Test
    void whatIsTooLittleToBeChargedWaitsForTheNextInvoice() throws SQLException {
        Subscription it = started("tiny-month-eur-1");
        int before = provider.charges.get();

        days(40, it);
        assertThat(find(it).period()).isEqualTo(1);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(carried(it)).isEqualTo(30);
        assertBooks(of(it), 1999, 0, 0);
        days(90, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(find(it).period()).isEqualTo(4);
        assertThat(provider.charges.get() - before).isEqualTo(2);
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .allMatch(invoice -> invoice.state() == Invoice.State.PAID)
                .extracting(invoice -> invoice.total().minor())
                .containsExactly(30L, 30L, 30L, 30L, 1999L);
        assertThat(carried(it)).isZero();
        assertBooks(of(it), 1999 + 2 * 60, 0, 0);
    }

    /** What was added to an invoice that is taken back is owed as before, and no more. */
    @Test
    void whatWaitedIsNotForgottenWithAnInvoiceThatNobodyPays() throws SQLException {
        Subscription it = started("tiny-month-eur-1");
        days(40, it);
        provider.declining.set(DeclineClass.SOFT);

        days(130, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).hasSize(1);
        assertThat(carried(it)).isEqualTo(30);
        assertBooks(of(it), 1999, 0, 0);
    }

    @Test
    void aChangeThatCostsTooLittleIsMadeAtOnceAndWaits() throws SQLException {
        Subscription it = started("tiny-month-eur-1");
        days(47, it);
        int before = provider.charges.get();

        PostgresChanges.Change change =
                renewals.changes()
                        .change(it.account(), it.id(), "small-month-eur-1", Optional.empty(), now);

        assertThat(change.made()).isTrue();
        assertThat(change.due().isZero()).isTrue();
        assertThat(find(it).plan()).isEqualTo("small");
        assertThat(carried(it))
                .isEqualTo(30 + change.charge().minus(change.credit()).minor())
                .isBetween(31L, 49L);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertBooks(of(it), 1999, 0, 0);
        days(31, it);
        assertThat(carried(it)).isZero();
        assertThat(provider.charges.get()).isEqualTo(before + 1);
    }
}
