package dev.plat.domains.registrar;

import java.time.Instant;

/**
 * A name that is registered now.
 *
 * @param expires as told; {@link Registrar#info} is what counts
 */
public record Registered(String name, Instant expires) {}
