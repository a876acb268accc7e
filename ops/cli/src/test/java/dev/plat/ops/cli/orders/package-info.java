/** Tests of what the command line says. */
@NullMarked
package dev.plat.ops.cli.orders;

import org.jspecify.annotations.NullMarked;
