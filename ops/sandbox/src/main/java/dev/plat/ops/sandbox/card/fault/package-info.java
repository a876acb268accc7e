/**
 * What can go wrong with the card provider on demand: ordered by tests, played once or several
 * times, kept in memory only.
 */
@NullMarked
package dev.plat.ops.sandbox.card.fault;

import org.jspecify.annotations.NullMarked;
