/** From frozen documents to a live release: render, hand over by digest, deploy. */
@NullMarked
package dev.plat.building.publish;

import org.jspecify.annotations.NullMarked;
