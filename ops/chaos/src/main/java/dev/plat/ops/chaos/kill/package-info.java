/**
 * Everything a move needs is killed at every named point of it; each move must end, done or undone,
 * by itself, and leave nothing over.
 */
@NullMarked
package dev.plat.ops.chaos.kill;

import org.jspecify.annotations.NullMarked;
