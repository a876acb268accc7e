/** How this process feels, for people, balancers and the local cluster. */
@NullMarked
package dev.plat.chassis.health;

import org.jspecify.annotations.NullMarked;
