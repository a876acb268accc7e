/**
 * How hosting nodes hear of changes: a counter for each bucket in the hosting tier, hints over
 * Redis for speed, and a reconcile every few seconds that needs no hint.
 */
@NullMarked
package dev.plat.hosting.feed;

import org.jspecify.annotations.NullMarked;
