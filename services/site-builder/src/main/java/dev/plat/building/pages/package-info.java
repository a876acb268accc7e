/** The dashboard and the editor as files of this jar. */
@NullMarked
package dev.plat.building.pages;

import org.jspecify.annotations.NullMarked;
