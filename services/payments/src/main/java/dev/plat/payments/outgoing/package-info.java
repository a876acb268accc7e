/**
 * What accounts are told of over HTTPS, signed as Standard Webhooks 1.0 has it: endpoints that they
 * name, events that are written by the transaction of what they tell, and deliveries that are
 * repeated until they are taken. Who writes an event needs {@link
 * dev.plat.payments.outgoing.Telling} alone.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
@NullMarked
package dev.plat.payments.outgoing;

import org.jspecify.annotations.NullMarked;
