/** Looks for card numbers where none may be: in what Plat writes, keeps and has in its memory. */
@NullMarked
package dev.plat.ops.sandbox.canary;

import org.jspecify.annotations.NullMarked;
