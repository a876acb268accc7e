/**
 * The page where a buyer pays, as plain HTML without any script. A card number is known for one
 * request and leaves it as a brand and four digits.
 */
@NullMarked
package dev.plat.ops.sandbox.card.page;

import org.jspecify.annotations.NullMarked;
