/**
 * Payments and their attempts: what is asked of a provider next, what an answer makes of it, and
 * that whatever was sent ends known or keeps the next from starting. What is decided is pure; where
 * it is kept stands behind {@link PaymentBook}.
 */
@NullMarked
package dev.plat.payments.payment;

import org.jspecify.annotations.NullMarked;
