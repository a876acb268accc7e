package dev.plat.checkout;

import dev.plat.checkout.Purchases.Want;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.OrderLine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes an order's lines of what is wanted and what it costs, or says what cannot be had. */
final class Basket {

    private static final int YEARS_MAX = 10;
    private static final int SHOWN_MAX = 80;

    /** Whether it can be a name at all; the domains service says whether it is one. */
    private static final Pattern NAME = Pattern.compile("[^\\s/:@\\p{Cntrl}]{1,253}");

    /**
     * In the catalogue an ending is a plan of this name: {@code domain-co-uk} for {@code co.uk}.
     */
    private static final String ENDING = "domain-";

    private Basket() {}

    static List<OrderLine> lines(List<Want> wants, Quotes.Quote quote) {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = 0; i < wants.size(); i++) {
            Want want = wants.get(i).normal();
            Quotes.Line line = quote.lines().get(i);
            Amount total = new Amount(line.total(), quote.currency());
            String name = want.name();
            lines.add(
                    name == null
                            ? plan(i + 1, want, line, total)
                            : name(i + 1, want, name, line, total));
        }
        if (lines.stream().filter(line -> line.kind() == OrderLine.Kind.PLAN).count() > 1) {
            throw new PlatException(
                    ErrorCode.CART_LIMIT,
                    "An account is on one plan.",
                    "value",
                    "more than one plan",
                    "expected",
                    "one plan at most");
        }
        return lines;
    }

    private static OrderLine plan(int number, Want want, Quotes.Line line, Amount total) {
        String plan = line.plan();
        if (plan.startsWith(ENDING)) {
            throw PlatException.invalidField("name", "null", "the name that is to be bought");
        }
        if (want.years() != 1 || want.site() != null) {
            throw PlatException.invalidField(
                    "items", want.price(), "a plan for the account, without years and site");
        }
        return new OrderLine(
                number, OrderLine.Kind.PLAN, plan, want.price(), 1, null, total, within(line));
    }

    private static OrderLine name(
            int number, Want want, String name, Quotes.Line line, Amount total) {
        if (want.years() < 1 || want.years() > YEARS_MAX) {
            throw PlatException.invalidField(
                    "years", Integer.toString(want.years()), "1 to " + YEARS_MAX);
        }
        if (!NAME.matcher(name).matches()) {
            throw new PlatException(
                    ErrorCode.NAME_INVALID,
                    "This is no name that can be bought.",
                    "value",
                    name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name,
                    "expected",
                    "a domain such as example.com");
        }
        String ending = name.substring(name.indexOf('.') + 1);
        if (!line.plan().equals(ENDING + ending.replace('.', '-'))) {
            throw PlatException.invalidField(
                    "price", want.price(), "a price for names that end in ." + ending);
        }
        return new OrderLine(
                number,
                OrderLine.Kind.NAME,
                name,
                want.price(),
                want.years(),
                want.site(),
                total,
                within(line));
    }

    private static OrderLine.Within within(Quotes.Line line) {
        return new OrderLine.Within(
                line.discount(), line.tax(), line.jurisdiction(), line.percent());
    }
}
