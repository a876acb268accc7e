/**
 * One purchase as a machine that does nothing itself: what has been heard so far, and what is to be
 * asked next. Whoever drives it stores what it is about to ask before asking it.
 */
@NullMarked
package dev.plat.checkout.order;

import org.jspecify.annotations.NullMarked;
