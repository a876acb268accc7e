/**
 * What every kind of store must do: abstract test classes that memory, engine, file server and
 * client bind in a few lines. Test scope everywhere; never ships.
 */
@NullMarked
package dev.plat.resources.testkit;

import org.jspecify.annotations.NullMarked;
