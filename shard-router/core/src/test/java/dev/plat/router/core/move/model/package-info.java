/**
 * The real driver of moves in a simulated world: two database servers with logs, locks, replication
 * and all that can break, two controllers, writers with old maps. Each choice is drawn, so a
 * history can be had again by its seed; a witness holds what writers were told against what there
 * is.
 */
@NullMarked
package dev.plat.router.core.move.model;

import org.jspecify.annotations.NullMarked;
