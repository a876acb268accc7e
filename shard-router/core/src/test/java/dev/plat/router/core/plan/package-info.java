/**
 * Properties of the planner, on clusters drawn at random and checked by other means than its own.
 */
@NullMarked
package dev.plat.router.core.plan;

import org.jspecify.annotations.NullMarked;
