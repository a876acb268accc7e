/** Pictures: checked by content, kept as resources, shown only to those who may see the site. */
@NullMarked
package dev.plat.building.media;

import org.jspecify.annotations.NullMarked;
