/** Every failure becomes one problem document (RFC 9457) with a stable code, in one place. */
@NullMarked
package dev.plat.chassis.problem;

import org.jspecify.annotations.NullMarked;
