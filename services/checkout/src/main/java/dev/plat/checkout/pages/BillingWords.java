package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans and invoices, for somebody who pays for them. */
final class BillingWords {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

    static final String UNCHANGED =
            "Your plan cannot be changed while a payment for it is not settled. Nothing was charged"
                    + " or changed; look again later.";

    static final String UNHEARD =
            "It is not known yet if your change came through. Look under Billing in a moment, before"
                    + " you ask for it once more.";

    private BillingWords() {}

    /**
     * A day.
     *
     * @param iso such as {@code 2027-01-31}
     */
    static String day(String iso) {
        return DAY.format(LocalDate.parse(iso));
    }

    /** {@code €19.00 a month}. */
    static String price(Quotes.Sum sum, String interval) {
        return Sums.text(sum) + " a " + interval;
    }

    /**
     * A plan as it goes on.
     *
     * @param checking whether it is looked if it has been paid: then that is not offered again
     */
    static BillingPage.Subscription subscription(Billing.Subscription it, boolean checking) {
        Quotes.Sum price = it.price();
        boolean payable = it.unpaid().isPresent() && !checking;
        return new BillingPage.Subscription(
                it.subscription(),
                it.name(),
                price == null ? "" : price(price, it.interval()),
                sentences(it),
                it.changeable(),
                payable ? it.unpaid().get().invoice() : "",
                it.unpaid().map(Billing.Owed::due).map(Sums::text).orElse(""),
                it.over(),
                it.unpaid().isPresent() ? "End it now and owe nothing" : "End it with what is paid",
                !it.renews());
    }

    private static List<String> sentences(Billing.Subscription it) {
        List<String> sentences = new ArrayList<>();
        String until = day(it.until());
        sentences.add(
                switch (it.state()) {
                    case "cancelled" -> "It has ended.";
                    case "past-due" -> "The last payment did not go through. We try again.";
                    case "suspended" ->
                            "It is not paid. Your sites stay up; editing waits until it is.";
                    default -> (it.renews() ? "It renews on " : "It ends on ") + until + ".";
                });
        it.unpaid().ifPresent(owed -> sentences.add("You owe " + Sums.text(owed.due()) + "."));
        Billing.Next next = it.next();
        if (next != null && it.renews()) {
            sentences.add(
                    "From then on it is "
                            + next.name()
                            + " for "
                            + price(next.price(), next.interval())
                            + ".");
        }
        if (it.changing()) {
            sentences.add("A change of it is being paid; your bank has not said yet.");
        }
        Billing.Card card = it.card();
        if (card != null) {
            sentences.add("Charged to " + card.brand() + " ending in " + card.last4() + ".");
        }
        return sentences;
    }

    /**
     * An invoice, or what takes one back.
     *
     * @param all among which is the one that is taken back
     */
    static BillingPage.Invoice invoice(Billing.Invoice it, List<Billing.Invoice> all) {
        String corrected =
                all.stream()
                        .filter(other -> other.invoice().equals(it.corrects()))
                        .map(other -> " for " + other.number())
                        .findFirst()
                        .orElse("");
        String state =
                switch (it.state()) {
                    case "open" -> ", not paid yet";
                    case "void" -> ", not owed any more";
                    default -> it.refund() ? ", goes back to your card" : "";
                };
        return new BillingPage.Invoice(
                it.invoice(),
                it.title() + corrected + state,
                it.number(),
                day(it.date()),
                Sums.text(it.signed()));
    }
}
