/**
 * The cluster's own certificate authority, as files: what it is, and how a person lets a machine
 * trust it. Nothing here installs anything.
 */
@NullMarked
package dev.plat.ops.cli.ca;

import org.jspecify.annotations.NullMarked;
