/**
 * The outside world on one machine: what Plat talks to and does not own, as processes of their own
 * that know nothing of Plat but what goes over the wire.
 */
@NullMarked
package dev.plat.ops.sandbox;

import org.jspecify.annotations.NullMarked;
