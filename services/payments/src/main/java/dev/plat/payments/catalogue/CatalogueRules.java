package dev.plat.payments.catalogue;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must hold in a version of the catalogue, and between one and the next. */
final class CatalogueRules {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern JURISDICTION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");

    /** What was sold stays what it was; what to do about it. */
    static final String AGAINST_SERVED =
            "The catalogue contradicts the one that was served before. Put back what that one said,"
                    + " give what shall cost something else another id, let the old price end by"
                    + " \"until\", and raise the version by one.";

    private CatalogueRules() {}

    static void check(List<Plan> plans, List<Price> prices, List<TaxRate> taxes) {
        plans.forEach(plan -> match(ID, plan.id(), "a plan's id"));
        prices.forEach(price -> match(ID, price.id(), "a price's id"));
        taxes.forEach(tax -> match(JURISDICTION, tax.jurisdiction(), "a jurisdiction"));
        Set<String> known = unique(plans, Plan::id, "a plan");
        unique(prices, Price::id, "a price");
        unique(taxes, tax -> tax.jurisdiction() + " from " + tax.from(), "a tax");
        for (Plan plan : plans) {
            plan.limits()
                    .forEach((what, most) ->
                            require(most >= 0, plan.id() + ": " + what, "a limit of 0 or more"));
        }
        for (Price price : prices) {
            require(known.contains(price.plan()), price.id() + ": " + price.plan(), "a plan");
            require(price.amount().minor() > 0, price.id(), "an amount above zero");
            price.amount().checkPayable();
            require(
                    price.until().map(price.from()::isBefore).orElse(true),
                    price.id(),
                    "a first day before the first without");
        }
        for (int i = 0; i < prices.size(); i++) {
            for (Price other : prices.subList(i + 1, prices.size())) {
                require(
                        !prices.get(i).overlaps(other),
                        prices.get(i).id() + ", " + other.id(),
                        "one price for a plan, interval and currency on each day");
            }
        }
    }

    /** What counts for who never paid: what a plan does not limit is not limited. */
    static void checkFree(List<Plan> plans) {
        require(
                plans.stream()
                        .anyMatch(plan ->
                                plan.id().equals(Plan.FREE) && plan.limits().containsKey("sites")),
                String.join(", ", plans.stream().map(Plan::id).toList()),
                "a plan " + Plan.FREE + " with a limit of sites, for whoever never paid");
    }

    static void checkFollows(Catalogue before, Catalogue after) {
        follows(
                after.version() == before.version() + 1,
                Integer.toString(after.version()),
                "version " + (before.version() + 1));
        for (Plan plan : before.plans()) {
            follows(after.plan(plan.id()).isPresent(), plan.id(), "all plans that ever were");
        }
        for (Price price : before.prices()) {
            follows(
                    after.prices().stream().anyMatch(next -> succeeds(price, next)),
                    price.id(),
                    "all prices that ever were, unchanged but for their end");
        }
        for (TaxRate tax : before.taxes()) {
            follows(
                    after.taxes().contains(tax),
                    tax.jurisdiction() + " from " + tax.from(),
                    "all taxes that ever were, unchanged");
        }
    }

    /** The same price, which may have got an end. */
    private static boolean succeeds(Price price, Price next) {
        return price.equals(next)
                || (price.until().isEmpty() && price.equals(next.withUntil(Optional.empty())));
    }

    private static <T> Set<String> unique(List<T> all, Function<T, String> name, String what) {
        Set<String> seen = new HashSet<>();
        List<String> twice =
                all.stream().map(name).filter(each -> !seen.add(each)).collect(Collectors.toList());
        require(twice.isEmpty(), String.join(", ", twice), what + " once");
        return seen;
    }

    private static void match(Pattern pattern, String text, String what) {
        require(pattern.matcher(text).matches(), text, what + " as " + pattern.pattern());
    }

    private static void require(boolean holds, String value, String expected) {
        refuse(holds, "The catalogue contradicts itself.", value, expected);
    }

    private static void follows(boolean holds, String value, String expected) {
        refuse(holds, AGAINST_SERVED, value, expected);
    }

    private static void refuse(boolean holds, String text, String value, String expected) {
        if (!holds) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID, text, "value", value, "expected", expected);
        }
    }
}
