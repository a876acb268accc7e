/** The card provider as a process, driven by stripe-java as a shop would, and by a buyer. */
@NullMarked
package dev.plat.ops.sandbox.card;

import org.jspecify.annotations.NullMarked;
