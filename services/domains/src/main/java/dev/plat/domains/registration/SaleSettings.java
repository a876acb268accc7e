package dev.plat.domains.registration;

import java.util.List;

/**
 * What is sold.
 *
 * @param suffixes names below these; none: nothing is sold
 * @param withoutPayment whether an account's owner buys by a mere click, as on one's own machine
 * @param freeTransfers whether names are brought over without payment; the shop does not sell that
 */
public record SaleSettings(List<String> suffixes, boolean withoutPayment, boolean freeTransfers) {

    public SaleSettings {
        suffixes = List.copyOf(suffixes);
    }

    boolean sold() {
        return !suffixes.isEmpty();
    }
}
