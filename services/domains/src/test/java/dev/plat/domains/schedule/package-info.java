/** The scheduler's rules one by one, with the numbers of the design. */
@NullMarked
package dev.plat.domains.schedule;

import org.jspecify.annotations.NullMarked;
