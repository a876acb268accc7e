package dev.plat.payments.tax;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.TaxRate;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * Where somebody is taxed, and why.
 *
 * @param rate empty where no tax is collected
 */
public record Assessment(Optional<TaxRate> rate, Reason reason) {

    /** The text is for ever. */
    public enum Reason {
        /** Nobody has said where the buyer lives. */
        COUNTRY_UNKNOWN,
        /** The catalogue collects no tax there. */
        NOT_COLLECTED,
        /** At the rate of where the buyer says that they live. */
        STANDARD,
        /** Likewise: a number was given, and nobody could be asked whether it is one. */
        TAX_ID_NOT_CHECKED;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * By the catalogue's table. A number that could not be checked turns no tax over to the buyer:
     * what is sold is sold with tax.
     */
    public static Assessment of(Catalogue catalogue, Buyer buyer, LocalDate day) {
        if (buyer.country().isEmpty()) {
            return new Assessment(Optional.empty(), Reason.COUNTRY_UNKNOWN);
        }
        Optional<TaxRate> rate = catalogue.tax(buyer.country().get(), day);
        if (rate.isEmpty()) {
            return new Assessment(rate, Reason.NOT_COLLECTED);
        }
        return new Assessment(
                rate, buyer.taxId().isEmpty() ? Reason.STANDARD : Reason.TAX_ID_NOT_CHECKED);
    }
}
