/** The way of a signed-in person to another origin of ours. */
@NullMarked
package dev.plat.building.handoff;

import org.jspecify.annotations.NullMarked;
