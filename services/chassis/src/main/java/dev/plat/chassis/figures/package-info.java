/** What a service has to do and since when, in figures that tell an operator when to look. */
@NullMarked
package dev.plat.chassis.figures;

import org.jspecify.annotations.NullMarked;
