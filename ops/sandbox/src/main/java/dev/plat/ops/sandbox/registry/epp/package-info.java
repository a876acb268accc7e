/**
 * EPP's transport (RFC 5734): TLS with a certificate on both sides, frames with their length before
 * them, sessions and who may open them, and the faults that are played on the line.
 */
@NullMarked
package dev.plat.ops.sandbox.registry.epp;

import org.jspecify.annotations.NullMarked;
