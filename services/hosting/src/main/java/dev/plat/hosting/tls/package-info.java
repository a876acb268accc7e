/**
 * TLS for visitors: which certificate a handshake gets, where it comes from (memory, a sealed file
 * on this node's disk, hosting's row, in that order), and what is checked before it is used. Names
 * that are not in the host index are refused without asking anybody.
 */
@NullMarked
package dev.plat.hosting.tls;

import org.jspecify.annotations.NullMarked;
