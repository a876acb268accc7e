/**
 * What a card provider does with money: holds it, takes it, gives it back, and what time alone
 * makes of it. Knows nothing of HTTP.
 */
@NullMarked
package dev.plat.ops.sandbox.card.desk;

import org.jspecify.annotations.NullMarked;
