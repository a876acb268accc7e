/**
 * The way to the nodes that serve: what the name's bucket decided goes to hosting's own copy, with
 * a version that only rises, and comes back as the word of every node.
 */
@NullMarked
package dev.plat.domains.deliver;

import org.jspecify.annotations.NullMarked;
