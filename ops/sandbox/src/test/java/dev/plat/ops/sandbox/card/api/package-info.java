/** Forms, and what may be a card number. */
@NullMarked
package dev.plat.ops.sandbox.card.api;

import org.jspecify.annotations.NullMarked;
