/**
 * Invoices and credit notes: what was sold, numbered without a gap, never changed, and shown as a
 * page that prints. The document is a function of its rows; what it comes to in the books is posted
 * in the transaction that makes it.
 */
@NullMarked
package dev.plat.payments.invoice;

import org.jspecify.annotations.NullMarked;
