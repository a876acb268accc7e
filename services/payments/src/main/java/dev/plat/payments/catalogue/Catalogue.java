package dev.plat.payments.catalogue;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One version of all that is for sale.
 *
 * @param version rises by one
 * @param sha256 of the bytes it was read from, in hexadecimal
 */
public record Catalogue(
        int version, String sha256, List<Plan> plans, List<Price> prices, List<TaxRate> taxes) {

    /**
     * @throws PlatException {@link ErrorCode#CONFIG_INVALID} when it contradicts itself
     */
    public Catalogue {
        plans = List.copyOf(plans);
        prices = List.copyOf(prices);
        taxes = List.copyOf(taxes);
        CatalogueRules.check(plans, prices, taxes);
    }

    public Optional<Plan> plan(String id) {
        return plans.stream().filter(plan -> plan.id().equals(id)).findFirst();
    }

    /**
     * A price that is sold on this day.
     *
     * @throws PlatException {@link ErrorCode#PRICE_GONE} when it is not, or never was there
     */
    public Price price(String id, LocalDate on) {
        return prices.stream()
                .filter(price -> price.id().equals(id) && price.isSold(on))
                .findFirst()
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.PRICE_GONE,
                                "This price is not offered any more.",
                                "value",
                                id.length() > 80 ? id.substring(0, 80) + "…" : id,
                                "expected",
                                "a price of the catalogue of today"));
    }

    /**
     * One of {@link #sold}.
     *
     * @throws PlatException as {@link #price(String, LocalDate)}
     */
    public Price price(String id, Instant now) {
        return price(id, today(now));
    }

    /** What can be bought at that moment; its days are those of UTC, whatever the buyer's are. */
    public List<Price> sold(Instant now) {
        LocalDate today = today(now);
        return prices.stream().filter(price -> price.isSold(today)).toList();
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** What the jurisdiction takes on this day; empty where nothing is to be collected. */
    public Optional<TaxRate> tax(String jurisdiction, LocalDate on) {
        return taxes.stream()
                .filter(tax -> tax.jurisdiction().equals(jurisdiction) && !tax.from().isAfter(on))
                .max(Comparator.comparing(TaxRate::from));
    }

    /**
     * Says that this may follow {@code before}: what was sold and taxed stays readable.
     *
     * @throws PlatException {@link ErrorCode#CONFIG_INVALID} naming what was edited or left out
     */
    public void checkFollows(Catalogue before) {
        CatalogueRules.checkFollows(before, this);
    }
}
