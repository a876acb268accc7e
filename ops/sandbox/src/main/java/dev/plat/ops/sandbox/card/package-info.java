/**
 * A provider of card payments, as a process: an API in the shape of Stripe's, the page where a
 * buyer types a number that was published for tests, signed webhooks, and a port on which tests
 * turn its clock and order its faults.
 */
@NullMarked
package dev.plat.ops.sandbox.card;

import org.jspecify.annotations.NullMarked;
