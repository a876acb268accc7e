@NullMarked
package dev.plat.building.access;

import org.jspecify.annotations.NullMarked;
