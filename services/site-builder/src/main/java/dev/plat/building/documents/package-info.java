/**
 * Documents and their revisions: an acknowledged save is kept, and nobody overwrites another's work
 * silently.
 */
@NullMarked
package dev.plat.building.documents;

import org.jspecify.annotations.NullMarked;
