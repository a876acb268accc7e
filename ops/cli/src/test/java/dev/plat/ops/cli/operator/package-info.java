/** Tests of what the command line says. */
@NullMarked
package dev.plat.ops.cli.operator;

import org.jspecify.annotations.NullMarked;
