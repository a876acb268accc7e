/**
 * Amounts as whole numbers of a currency's smallest unit, and the only three places where anything
 * is rounded. Pure. What is shared out always sums to what was shared.
 */
@NullMarked
package dev.plat.payments.money;

import org.jspecify.annotations.NullMarked;
