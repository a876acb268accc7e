/** The book without its line. */
@NullMarked
package dev.plat.ops.sandbox.registry.book;

import org.jspecify.annotations.NullMarked;
