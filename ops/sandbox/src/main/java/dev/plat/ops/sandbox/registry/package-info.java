/**
 * A registry of names below {@code .test} and {@code .localhost}, as a process: EPP for registrars,
 * RDAP for the public, and a port on which tests turn its clock and order its faults.
 */
@NullMarked
package dev.plat.ops.sandbox.registry;

import org.jspecify.annotations.NullMarked;
