package dev.plat.router.controller;

import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;

/** Says in the registry what the planner may do with a node. */
@FunctionalInterface
interface Nodes {

    void change(Tier tier, String node, Node.State state);
}
