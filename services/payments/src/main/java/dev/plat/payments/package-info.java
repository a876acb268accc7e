/**
 * All arithmetic with money, the books, and the only process that speaks with payment providers.
 * Here stands what puts that process together.
 */
@NullMarked
package dev.plat.payments;

import org.jspecify.annotations.NullMarked;
