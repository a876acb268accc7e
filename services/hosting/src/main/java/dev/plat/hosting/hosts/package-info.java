/**
 * Who holds which host name: reserved when a site is made, confirmed when it is written, freed when
 * it never was.
 */
@NullMarked
package dev.plat.hosting.hosts;

import org.jspecify.annotations.NullMarked;
