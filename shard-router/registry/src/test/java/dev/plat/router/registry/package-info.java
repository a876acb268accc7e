/** Tests of the registry, on a real ZooKeeper that is stopped, restarted and wiped. */
@NullMarked
package dev.plat.router.registry;

import org.jspecify.annotations.NullMarked;
