/**
 * The process: its settings, its beans, and the order in which a node starts. Visitors are met from
 * what is on this node's disk before anything else is asked.
 */
@NullMarked
package dev.plat.hosting;

import org.jspecify.annotations.NullMarked;
