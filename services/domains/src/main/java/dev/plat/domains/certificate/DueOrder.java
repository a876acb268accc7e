package dev.plat.domains.certificate;

import dev.plat.schemas.Id;

/**
 * An order that somebody should take now.
 *
 * @param fresh the CA knows nothing of it yet
 */
public record DueOrder(Id order, Turn turn, boolean fresh) {}
