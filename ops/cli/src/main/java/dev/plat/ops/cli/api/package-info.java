/** The services' public API, as whoever signs in may use it. */
@NullMarked
package dev.plat.ops.cli.api;

import org.jspecify.annotations.NullMarked;
