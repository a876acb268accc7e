/**
 * What a person at the desk says when they end what nothing else ends, and where it is kept: beside
 * the change, for ever.
 */
@NullMarked
package dev.plat.payments.operator;

import org.jspecify.annotations.NullMarked;
