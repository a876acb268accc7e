/**
 * The registry's zones in the DNS: who a name was given to, and nothing else. One server at one
 * address, over UDP and TCP.
 */
@NullMarked
package dev.plat.ops.sandbox.registry.dns;

import org.jspecify.annotations.NullMarked;
