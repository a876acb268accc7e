package dev.plat.router.core;

import java.util.List;

/**
 * Where a process learns who owns what when it starts with neither registry nor snapshot: the
 * databases are the truth, so some of them are asked for all they know. Implemented by whoever can
 * ask databases; {@code registry} only calls it.
 */
@FunctionalInterface
public interface Seeds {

    /**
     * Asks once, for a few seconds at most.
     *
     * @throws dev.plat.schemas.PlatException {@code try-again} when no seed answers
     */
    Told ask();

    /**
     * What they said.
     *
     * @param cluster a UUID in text
     * @param nodes those that were asked, with their addresses
     * @param maps the union of what they said, larger epochs first
     */
    record Told(String cluster, List<Node> nodes, List<BucketMap> maps) {

        public Told {
            nodes = List.copyOf(nodes);
            maps = List.copyOf(maps);
        }
    }
}
