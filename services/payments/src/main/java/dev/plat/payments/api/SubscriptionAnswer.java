package dev.plat.payments.api;

import dev.plat.chassis.money.Sum;
import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.store.PostgresParticulars.Particulars;
import dev.plat.payments.subscription.Subscription;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account is on, as its owner sees it.
 *
 * @param name of the plan, for people
 * @param price of one period; null when the catalogue does not know it any more
 * @param state {@code active past-due suspended cancelled}
 * @param until the first day that is not paid
 * @param renews whether it goes on then
 * @param card that is charged then; null when none was left
 * @param next with which it goes on then; null: as it is
 * @param changing whether a change of it is being paid
 * @param owed what is not paid of it; null: nothing
 */
@Serdeable
record SubscriptionAnswer(
        String subscription,
        String plan,
        String name,
        String priceId,
        @Nullable Amount price,
        String interval,
        String state,
        String until,
        boolean renews,
        @Nullable Card card,
        @Nullable Next next,
        boolean changing,
        @Nullable Owed owed) {

    /** What people know a card by. */
    @Serdeable
    record Card(String brand, String last4) {}

    /**
     * Another price, from the next period on.
     *
     * @param name of the plan, for people
     */
    @Serdeable
    record Next(String priceId, String name, Amount price, String interval) {

        static Next of(Price price, Catalogue catalogue) {
            return new Next(
                    price.id(),
                    SubscriptionAnswer.name(price.plan(), catalogue),
                    Amount.of(price.amount()),
                    price.interval().name().toLowerCase(Locale.ROOT));
        }
    }

    /** What is owed of an invoice. */
    @Serdeable
    record Owed(String invoice, Amount due) {}

    @Serdeable
    record All(List<SubscriptionAnswer> subscriptions) {}

    /**
     * What an order bought.
     *
     * @param paid for this line, with tax
     * @param payment by which
     * @param jurisdiction where it is taxed; null or empty: nowhere
     * @param percent of tax; null or empty with it
     */
    @Serdeable
    record Start(
            String account,
            String price,
            int quantity,
            Sum paid,
            String payment,
            @Nullable String jurisdiction,
            @Nullable String percent) {}

    @Serdeable
    record Started(String subscription, String state) {}

    /**
     * What an account may do.
     *
     * @param state {@code active past-due read-only}
     */
    @Serdeable
    record Entitled(String plan, String state, Map<String, Long> limits, long version) {

        static Entitled of(Entitlements.Versioned current) {
            return new Entitled(
                    current.entitlement().plan(),
                    current.entitlement().state().text(),
                    current.entitlement().limits(),
                    current.version());
        }
    }

    /**
     * What an account may do that pays nothing.
     *
     * @param version of the catalogue
     * @param limits how many of what; what is not named is not limited
     */
    @Serdeable
    record Free(long version, Map<String, Long> limits) {}

    static SubscriptionAnswer of(
            Subscription found, Catalogue catalogue, Optional<Particulars> beside) {
        return new SubscriptionAnswer(
                found.id().toString(),
                found.plan(),
                name(found.plan(), catalogue),
                found.price(),
                price(found.price(), catalogue).map(Price::amount).map(Amount::of).orElse(null),
                found.every().name().toLowerCase(Locale.ROOT),
                found.state().text(),
                found.current().until().toString(),
                !found.over() && !found.ending(),
                beside.flatMap(Particulars::card)
                        .map(it -> new Card(it.brand(), it.last4()))
                        .orElse(null),
                Optional.ofNullable(found.nextPrice())
                        .flatMap(price -> price(price, catalogue))
                        .map(price -> Next.of(price, catalogue))
                        .orElse(null),
                beside.map(Particulars::changing).orElse(false),
                beside.flatMap(Particulars::owed)
                        .map(it -> new Owed(it.invoice().toString(), Amount.of(it.due())))
                        .orElse(null));
    }

    private static Optional<Price> price(String id, Catalogue catalogue) {
        return catalogue.prices().stream().filter(price -> price.id().equals(id)).findFirst();
    }

    private static String name(String plan, Catalogue catalogue) {
        return catalogue.plan(plan).map(Plan::name).orElse(plan);
    }
}
