/**
 * Which bucket should lie where: one planner for database and file tiers, a pure function of its
 * input.
 */
@NullMarked
package dev.plat.router.core.plan;

import org.jspecify.annotations.NullMarked;
