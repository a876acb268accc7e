package dev.plat.payments.catalogue;

import dev.plat.payments.money.Rate;
import java.time.LocalDate;

/**
 * What a jurisdiction takes of what is sold to its residents, from a day on until its next entry.
 *
 * @param jurisdiction a country's code, or with a part of it: {@code DE}, {@code US-NY}
 */
public record TaxRate(String jurisdiction, Rate rate, LocalDate from) {}
