/**
 * ZooKeeper is away for minutes while routers serve and are restarted; nobody may notice, and a
 * move that was under way waits for it and goes on by itself.
 */
@NullMarked
package dev.plat.ops.chaos.registry;

import org.jspecify.annotations.NullMarked;
