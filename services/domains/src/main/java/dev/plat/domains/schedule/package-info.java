/**
 * When a certificate is asked for, and of whom: decisions as pure functions of what is stored and
 * of the moment, so that production and the virtual years of {@code plat bench renewals} run the
 * same code. Nothing here does input or output, reads a clock or draws by lot.
 */
@NullMarked
package dev.plat.domains.schedule;

import org.jspecify.annotations.NullMarked;
