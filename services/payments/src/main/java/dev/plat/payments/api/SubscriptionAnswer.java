package dev.plat.payments.api;

import dev.plat.chassis.money.Sum;
import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.provider.SavedCard;
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
        @Nullable Card card) {

    /** What people know a card by. */
    @Serdeable
    record Card(String brand, String last4) {}

    @Serdeable
    record All(List<SubscriptionAnswer> subscriptions) {}

    /**
     * What an order bought.
     *
     * @param paid for this line, with tax
     * @param payment by which
     */
    @Serdeable
    record Start(String account, String price, int quantity, Sum paid, String payment) {}

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

    static SubscriptionAnswer of(
            Subscription found, Catalogue catalogue, Optional<SavedCard> card) {
        return new SubscriptionAnswer(
                found.id().toString(),
                found.plan(),
                catalogue.plan(found.plan()).map(Plan::name).orElse(found.plan()),
                found.price(),
                catalogue.prices().stream()
                        .filter(price -> price.id().equals(found.price()))
                        .map(Price::amount)
                        .map(Amount::of)
                        .findFirst()
                        .orElse(null),
                found.every().name().toLowerCase(Locale.ROOT),
                found.state().text(),
                found.current().until().toString(),
                !found.over() && !found.ending(),
                card.map(it -> new Card(it.brand(), it.last4())).orElse(null));
    }
}
