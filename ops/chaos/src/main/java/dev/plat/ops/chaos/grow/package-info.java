/**
 * The whole system under steady load while an operator adds a server, goes back, and drains one.
 */
@NullMarked
package dev.plat.ops.chaos.grow;

import org.jspecify.annotations.NullMarked;
