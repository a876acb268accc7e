package dev.plat.resources.client;

import dev.plat.resources.blob.Locator;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;

/** Who keeps a resource, by the map and the nodes as known now. Threads: safe. */
final class Owners {

    private final Tier tier;
    private final Topology topology;

    Owners(Tier tier, Topology topology) {
        this.tier = tier;
        this.topology = topology;
    }

    /**
     * The owners of one resource.
     *
     * @param count how many the map names
     * @param nodes those of them that can be asked
     */
    record Copies(int count, List<Node> nodes) {}

    /** Throws {@code bucket-unplaced} while nobody has told. */
    Copies of(Locator at) {
        Ownership ownership = topology.map(tier).get(at.bucket());
        List<Node> known = topology.nodes(tier);
        List<Node> nodes = new ArrayList<>();
        for (String name : ownership.nodes()) {
            known.stream()
                    .filter(node -> node.name().equals(name))
                    .filter(node -> node.state() != Node.State.RETIRED)
                    .forEach(nodes::add);
        }
        return new Copies(ownership.nodes().size(), List.copyOf(nodes));
    }

    void suspectStale() {
        topology.suspectStale(tier);
    }
}
