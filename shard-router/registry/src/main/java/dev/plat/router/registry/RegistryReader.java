package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * Reads the registry, whole or one path at a time. Maps merge into what is known; nodes and
 * instances replace it.
 */
final class RegistryReader {

    private final CuratorFramework client;
    private final Layout layout;
    private final Set<Tier> tiers;
    private final ControlPoints points;
    private final AtomicLong reads = new AtomicLong();

    RegistryReader(CuratorFramework client, Layout layout, Set<Tier> tiers, ControlPoints points) {
        this.client = client;
        this.layout = layout;
        this.tiers = tiers;
        this.points = points;
    }

    /** How many requests were made so far. */
    long reads() {
        return reads.get();
    }

    /**
     * What is known once the registry has been asked too.
     *
     * @throws PlatException {@code wrong-cluster} when another cluster, or a newer layout, stands
     *     there
     * @throws Exception what Curator throws, when ZooKeeper does not answer
     */
    Known read(Known before) throws Exception {
        Optional<JsonNode> format = get(layout.format());
        if (format.isEmpty()) {
            return before; // an empty or wiped registry has nothing to say
        }
        String cluster = Codec.text(format.get(), "cluster");
        checkFormat(before.cluster(), cluster, format.get().path("layout").asInt());
        Known known = before.withCluster(cluster);
        for (Tier tier : tiers) {
            List<Node> nodes = nodes(tier);
            // None at all is a registry that is just being rebuilt.
            known = nodes.isEmpty() ? known : known.withNodes(tier, nodes);
            BucketMap map = known.map(tier);
            for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
                map = map.merge(chunk(tier, chunk));
            }
            known = known.withMap(map);
        }
        return known.withInstances(instances());
    }

    /** What a path that changed says, to be applied to what is known by then. */
    UnaryOperator<Known> read(Layout.Place place) throws Exception {
        return switch (place) {
            case Layout.Place.Chunk(Tier tier, int number) -> {
                BucketMap told = chunk(tier, number);
                yield known -> known.withMap(known.map(tier).merge(told));
            }
            case Layout.Place.OfNode(Tier tier, String name) -> {
                Optional<JsonNode> told = get(layout.node(tier, name));
                if (told.isEmpty()) {
                    yield known -> known.withoutRetired(tier, name);
                }
                Node node = Codec.node(tier, told.get());
                yield known -> known.withNode(node);
            }
            case Layout.Place.OfInstance(String service, String name) -> {
                Optional<JsonNode> told = get(layout.instance(service, name));
                if (told.isEmpty()) {
                    yield known -> known.withoutInstance(service, name);
                }
                Instance instance = Codec.instance(told.get());
                yield known -> known.withInstance(instance);
            }
            case Layout.Place.Other _ -> known -> known;
        };
    }

    private BucketMap chunk(Tier tier, int number) throws Exception {
        Optional<JsonNode> told = get(layout.chunk(tier, number));
        points.reach("chunk.read");
        BucketMap nothing = BucketMap.empty(tier);
        return told.isPresent() ? Codec.merge(nothing, told.get()) : nothing;
    }

    private static void checkFormat(String known, String found, int number) {
        if (!known.isEmpty() && !known.equals(found)) {
            throw new PlatException(
                    ErrorCode.WRONG_CLUSTER,
                    "The registry belongs to another cluster.",
                    "value",
                    found,
                    "expected",
                    known);
        }
        if (number > Layout.NUMBER) {
            throw new PlatException(
                    ErrorCode.WRONG_CLUSTER,
                    "The registry has a newer layout than this program knows.",
                    "value",
                    number,
                    "expected",
                    Layout.NUMBER);
        }
    }

    private List<Node> nodes(Tier tier) throws Exception {
        List<Node> nodes = new ArrayList<>();
        for (String name : children(layout.nodes(tier))) {
            Optional<JsonNode> node = get(layout.node(tier, name));
            if (node.isPresent()) {
                nodes.add(Codec.node(tier, node.get()));
            }
        }
        return nodes;
    }

    private Map<String, List<Instance>> instances() throws Exception {
        Map<String, List<Instance>> all = new TreeMap<>();
        for (String service : children(layout.services())) {
            List<Instance> list = new ArrayList<>();
            for (String name : children(layout.service(service))) {
                Optional<JsonNode> instance = get(layout.instance(service, name));
                if (instance.isPresent()) {
                    list.add(Codec.instance(instance.get()));
                }
            }
            all.put(service, List.copyOf(list));
        }
        return all;
    }

    private List<String> children(String path) throws Exception {
        reads.incrementAndGet();
        try {
            return client.getChildren().forPath(path).stream().sorted().toList();
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
    }

    private Optional<JsonNode> get(String path) throws Exception {
        reads.incrementAndGet();
        try {
            return Optional.of(Codec.read(client.getData().forPath(path)));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException("not readable: " + path, e);
        }
    }
}
