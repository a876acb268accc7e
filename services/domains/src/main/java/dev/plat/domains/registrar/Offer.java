package dev.plat.domains.registrar;

import java.util.Optional;

/**
 * Whether a name can be had.
 *
 * @param price for the years asked about; empty where the registry tells none
 * @param premium costs more than others
 */
public record Offer(String name, boolean free, Optional<Price> price, boolean premium) {}
