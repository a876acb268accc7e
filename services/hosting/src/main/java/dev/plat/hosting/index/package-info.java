/**
 * Which host shows which release, in the memory of one hosting node and, checksummed, on its disk.
 * It starts from its snapshot and serves with everything else down.
 */
@NullMarked
package dev.plat.hosting.index;

import org.jspecify.annotations.NullMarked;
