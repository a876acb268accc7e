/**
 * The designs a new site can start from: ordinary pages as the editor keeps them, read from the
 * resources beside this package.
 */
@NullMarked
package dev.plat.building.templates;

import org.jspecify.annotations.NullMarked;
