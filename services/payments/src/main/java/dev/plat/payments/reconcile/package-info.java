/**
 * A provider's own account held against our books: each movement there is one that we booked, one
 * that we fetch and book, or a difference with a name. What is decided is pure; what is found is
 * stored before it is judged.
 */
@NullMarked
package dev.plat.payments.reconcile;

import org.jspecify.annotations.NullMarked;
