/**
 * What Plat asks of whoever moves the money, and what it can be told: each method is one call
 * without a retry, and says what it knows. Nothing here keeps anything.
 */
@NullMarked
package dev.plat.payments.provider;

import org.jspecify.annotations.NullMarked;
