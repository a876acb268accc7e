/**
 * What an account may do, derived from what it is on, and brought to those who have to obey. It has
 * no end that acts by itself: with this service away nothing changes anywhere.
 */
@NullMarked
package dev.plat.payments.entitlement;

import org.jspecify.annotations.NullMarked;
