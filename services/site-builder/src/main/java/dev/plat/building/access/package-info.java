/** Who may see and change a site; every other room asks here, inside its own transaction. */
@NullMarked
package dev.plat.building.access;

import org.jspecify.annotations.NullMarked;
