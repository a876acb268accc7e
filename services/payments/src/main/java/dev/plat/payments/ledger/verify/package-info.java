/**
 * Proof that the books are what was posted: every journal read back, its form encoded anew and held
 * against the chain, every rule held again. It shares no line with what writes them, and needs
 * nothing but the JDK: a mistake there is not repeated here.
 */
@NullMarked
package dev.plat.payments.ledger.verify;

import org.jspecify.annotations.NullMarked;
