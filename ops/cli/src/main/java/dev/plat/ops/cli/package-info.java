/**
 * The operator's and the developer's hands: one class for each command. It talks to services over
 * HTTP and to the tiers through the router, and starts the local cluster as a process without
 * linking it.
 */
@NullMarked
package dev.plat.ops.cli;

import org.jspecify.annotations.NullMarked;
