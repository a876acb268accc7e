/** The command line as its user meets it, as far as nothing needs to run for it. */
@NullMarked
package dev.plat.ops.cli;

import org.jspecify.annotations.NullMarked;
