@NullMarked
package dev.plat.ops.bench;

import org.jspecify.annotations.NullMarked;
