package dev.plat.chassis.money;

import dev.plat.schemas.Currency;
import io.micronaut.serde.annotation.Serdeable;

/**
 * An amount alone, where the currency is said elsewhere: a bare number in JSON, refused as that of
 * a {@link Sum} is. Read only.
 *
 * @param amount 0 to {@link Currency#PAYMENT_MAX}
 */
@Serdeable.Deserializable(using = MinorReader.class)
public record Minor(long amount) {}
