/** Amounts as callers send them: the one place that reads them, and it reads nothing into them. */
@NullMarked
package dev.plat.chassis.money;

import org.jspecify.annotations.NullMarked;
