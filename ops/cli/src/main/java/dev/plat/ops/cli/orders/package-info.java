/**
 * How an order looks from outside: its progress gathered from its moves, told as lines for people
 * and as events for programs, and followed until it has come to rest.
 */
@NullMarked
package dev.plat.ops.cli.orders;

import org.jspecify.annotations.NullMarked;
