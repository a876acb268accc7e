/**
 * Keys that one service writes and never reads: sealed (HPKE, RFC 9180) to the public key of the
 * tier that serves with them. Who has only the public file can seal; who has the private file can
 * open; the database between them holds what is of no use to it.
 */
@NullMarked
package dev.plat.chassis.seal;

import org.jspecify.annotations.NullMarked;
