@NullMarked
package dev.plat.ops.chaos;

import org.jspecify.annotations.NullMarked;
