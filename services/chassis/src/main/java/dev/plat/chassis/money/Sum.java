package dev.plat.chassis.money;

import dev.plat.schemas.Currency;
import io.micronaut.serde.annotation.Serdeable;

/**
 * An amount of money in JSON: {@code {"amount": 1999, "currency": "EUR"}} are 19.99 euros. Whoever
 * sends one that is no such amount is answered 422 {@code money-invalid} with the place of the
 * value as a JSON pointer, the value, and what is expected. What is written is not checked.
 *
 * @param amount whole, in the currency's smallest unit; when read 0 to {@link Currency#PAYMENT_MAX}
 * @param currency when read one of {@link Currency#all}
 */
@Serdeable
@Serdeable.Deserializable(using = SumReader.class)
public record Sum(long amount, String currency) {}
