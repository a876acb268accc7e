/** The site-builder's process: what customers sign in to, build with, and publish from. */
@NullMarked
package dev.plat.building;

import org.jspecify.annotations.NullMarked;
