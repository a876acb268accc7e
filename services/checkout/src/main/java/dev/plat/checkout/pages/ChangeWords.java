package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import java.util.ArrayList;
import java.util.List;

/** What a change of plan comes to, for its owner. */
final class ChangeWords {

    private ChangeWords() {}

    /** A price to which one may change, and what that comes to. */
    static ChangePage.Option option(
            Billing.Subscription it, Quotes.Priced to, Billing.Shown shown) {
        boolean stays = to.price().equals(it.priceId());
        boolean later = shown.from().equals(it.until());
        String price = BillingWords.price(to.amount(), to.interval());
        String from = BillingWords.day(shown.from());
        String sentence =
                stays
                        ? "It stays as it is: " + price + "."
                        : later
                                ? "Nothing is charged now. From "
                                        + from
                                        + " on it is "
                                        + price
                                        + "."
                                : "It counts today, and is " + price + ".";
        String heading = to.name() + " by the " + to.interval();
        String due = Sums.text(shown.due());
        String button =
                stays
                        ? "Stay with " + heading
                        : shown.due().amount() == 0
                                ? "Change to " + heading
                                : "Change to " + heading + " and pay " + due;
        return new ChangePage.Option(
                to.price(),
                heading,
                Limits.words(to.limits()),
                sentence,
                stays || later ? List.of() : facts(shown),
                shown,
                button);
    }

    private static List<ChangePage.Fact> facts(Billing.Shown shown) {
        String currency = shown.due().currency();
        long open = shown.charge().amount() - shown.credit().amount();
        long used = Math.max(0, open) - shown.due().amount();
        List<ChangePage.Fact> facts = new ArrayList<>();
        facts.add(new ChangePage.Fact("For the days from today on", Sums.text(shown.charge())));
        if (shown.credit().amount() > 0) {
            facts.add(
                    new ChangePage.Fact(
                            "Credited for days that you paid and do not use",
                            Sums.text(-shown.credit().amount(), currency)));
        }
        if (used > 0) {
            facts.add(
                    new ChangePage.Fact("Of what you have in credit", Sums.text(-used, currency)));
        }
        facts.add(new ChangePage.Fact("Charged now", Sums.text(shown.due())));
        if (open < 0) {
            facts.add(
                    new ChangePage.Fact("Kept for your next invoices", Sums.text(-open, currency)));
        }
        return facts;
    }
}
