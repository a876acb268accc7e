/** What {@code plat domain} says, against services that answer as told. */
@NullMarked
package dev.plat.ops.cli.domain;

import org.jspecify.annotations.NullMarked;
