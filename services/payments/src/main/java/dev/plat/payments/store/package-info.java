/**
 * Payments, attempts and refunds as rows of the account's bucket. A change and what it comes to in
 * the books commit together, the books last.
 */
@NullMarked
package dev.plat.payments.store;

import org.jspecify.annotations.NullMarked;
