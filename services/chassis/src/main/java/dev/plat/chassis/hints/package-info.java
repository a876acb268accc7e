/**
 * Redis, for speed only: messages that tell another process to look. All of them may be lost, and
 * Redis may die at any time.
 */
@NullMarked
package dev.plat.chassis.hints;

import org.jspecify.annotations.NullMarked;
