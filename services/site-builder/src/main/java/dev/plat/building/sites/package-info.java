/** Sites and their pages: made from a template, listed, looked up for whoever owns them. */
@NullMarked
package dev.plat.building.sites;

import org.jspecify.annotations.NullMarked;
