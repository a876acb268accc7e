@NullMarked
package dev.plat.ops.chaos.canary;

import org.jspecify.annotations.NullMarked;
