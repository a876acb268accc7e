package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.List;

/** To which prices a plan may change. */
final class ChangeOptions {

    private ChangeOptions() {}

    /** What a change would come to. */
    @FunctionalInterface
    interface Preview {

        /**
         * Of one to this price.
         *
         * @throws PlatException {@code price-gone} and whatever else payments says
         */
        Billing.Shown of(String price);
    }

    /**
     * Those of what is for sale that are another than it has; one that is not sold any more when it
     * is asked for is left out.
     */
    static List<ChangePage.Option> of(
            Billing.Subscription it, List<Quotes.Priced> forSale, Preview preview) {
        List<ChangePage.Option> options = new ArrayList<>();
        for (Quotes.Priced to : forSale) {
            if (!offered(it, to)) {
                continue;
            }
            try {
                options.add(ChangeWords.option(it, to, preview.of(to.price())));
            } catch (PlatException e) {
                if (e.code() != ErrorCode.PRICE_GONE) {
                    throw e;
                }
            }
        }
        return options;
    }

    /** Its own price only where it would not stay with it. */
    private static boolean offered(Billing.Subscription it, Quotes.Priced to) {
        Quotes.Sum price = it.price();
        Billing.Next next = it.next();
        boolean plan = to.ending().isEmpty();
        boolean payable = price == null || price.currency().equals(to.amount().currency());
        boolean another =
                next == null
                        ? !to.price().equals(it.priceId())
                        : !to.price().equals(next.priceId());
        return plan && payable && another;
    }
}
