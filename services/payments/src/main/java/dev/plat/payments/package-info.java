/**
 * All arithmetic with money, and the books. What is here has no process yet: amounts, the catalogue
 * and quotes are pure, the ledger is a door into the payments tier.
 */
@NullMarked
package dev.plat.payments;

import org.jspecify.annotations.NullMarked;
