/**
 * What providers tell us of: taken in by its signature, kept under its own id, and acted upon by
 * asking what is so now. A provider that does not get through is read from its list each minute.
 */
@NullMarked
package dev.plat.payments.webhook;

import org.jspecify.annotations.NullMarked;
