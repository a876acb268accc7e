/**
 * From a page's GrapesJS project JSON to the HTML and CSS a visitor gets: limits while parsing, an
 * allow-list that takes out what is forbidden and says so, and a writer that has no other way to
 * add text than to escape it. Pure functions: no browser, no DOM of the browser's, no I/O.
 */
@NullMarked
package dev.plat.building.render;

import org.jspecify.annotations.NullMarked;
