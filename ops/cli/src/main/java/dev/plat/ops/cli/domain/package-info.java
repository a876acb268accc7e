/**
 * Names of one's own: asking for one, what its DNS must say, how far it and its certificate are,
 * and letting it go. All of it is what the dashboard does too.
 */
@NullMarked
package dev.plat.ops.cli.domain;

import org.jspecify.annotations.NullMarked;
