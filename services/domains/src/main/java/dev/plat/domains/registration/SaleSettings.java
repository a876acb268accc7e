package dev.plat.domains.registration;

import java.util.List;

/**
 * What is sold.
 *
 * @param suffixes names below these; none: nothing is sold
 * @param withoutPayment whether an account's owner buys by a mere click, as on one's own machine
 */
public record SaleSettings(List<String> suffixes, boolean withoutPayment) {

    public SaleSettings {
        suffixes = List.copyOf(suffixes);
    }

    boolean sold() {
        return !suffixes.isEmpty();
    }
}
