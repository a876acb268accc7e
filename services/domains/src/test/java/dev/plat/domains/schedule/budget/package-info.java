/** Budgets under any interleaving, and twins of them that lack a guard. */
@NullMarked
package dev.plat.domains.schedule.budget;

import org.jspecify.annotations.NullMarked;
