@NullMarked
package dev.plat.ops.sandbox.canary;

import org.jspecify.annotations.NullMarked;
