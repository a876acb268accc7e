package dev.plat.payments.quote;

import dev.plat.payments.catalogue.Price;
import dev.plat.payments.money.Money;

/**
 * One line to the unit, with a copy of the price it used.
 *
 * @param number from 1
 * @param listed the price times the quantity
 * @param discount what is taken off that
 * @param net what is left without tax
 * @param tax on it
 */
public record QuoteLine(
        int number, Price price, int quantity, Money listed, Money discount, Money net, Money tax) {

    /** What the buyer pays for it. */
    public Money total() {
        return net.plus(tax);
    }
}
