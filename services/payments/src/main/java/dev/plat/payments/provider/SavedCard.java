package dev.plat.payments.provider;

import java.time.YearMonth;

/**
 * A card that was left with the provider. Its number is nobody's but the provider's.
 *
 * @param token by which the provider knows it
 * @param brand for people, {@code visa}
 * @param last4 of its number, for people
 * @param good the last month in which it is
 */
public record SavedCard(String token, String brand, String last4, YearMonth good) {}
