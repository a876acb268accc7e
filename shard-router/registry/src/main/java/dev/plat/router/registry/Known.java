package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one process knows of the registry at one moment. Immutable; a change is a new one.
 *
 * @param cluster empty until the registry or a snapshot has told
 */
record Known(
        String cluster,
        Map<Tier, BucketMap> maps,
        Map<Tier, List<Node>> nodes,
        Map<String, List<Instance>> instances) {

    Known {
        maps = Map.copyOf(maps);
        nodes = Map.copyOf(nodes);
        instances = Map.copyOf(instances);
    }

    static Known nothing() {
        return new Known("", Map.of(), Map.of(), Map.of());
    }

    BucketMap map(Tier tier) {
        BucketMap map = maps.get(tier);
        return map == null ? BucketMap.empty(tier) : map;
    }

    Known withCluster(String told) {
        return new Known(told, maps, nodes, instances);
    }

    Known withMap(BucketMap map) {
        Map<Tier, BucketMap> changed = new EnumMap<>(Tier.class);
        changed.putAll(maps);
        changed.put(map.tier(), map);
        return new Known(cluster, changed, nodes, instances);
    }

    Known withNodes(Tier tier, List<Node> told) {
        Map<Tier, List<Node>> changed = new EnumMap<>(Tier.class);
        changed.putAll(nodes);
        changed.put(tier, List.copyOf(told));
        return new Known(cluster, maps, changed, instances);
    }

    Known withInstances(Map<String, List<Instance>> told) {
        return new Known(cluster, maps, nodes, told);
    }

    /** With what somebody else knows; larger epochs win. */
    Known with(List<Node> told, List<BucketMap> owners) {
        Known known = this;
        for (Node node : told) {
            known = known.withNode(node);
        }
        for (BucketMap map : owners) {
            known = known.withMap(known.map(map.tier()).merge(map));
        }
        return known;
    }

    Known withNode(Node node) {
        List<Node> all = new ArrayList<>(nodes.getOrDefault(node.tier(), List.of()));
        all.removeIf(each -> each.name().equals(node.name()));
        all.add(node);
        all.sort(Comparator.comparing(Node::name));
        return withNodes(node.tier(), all);
    }

    /**
     * Without a node that was told to be removed; only a retired one is, so another one that is
     * missing is missing because the registry is being wiped or rebuilt.
     */
    Known withoutRetired(Tier tier, String name) {
        List<Node> all = new ArrayList<>(nodes.getOrDefault(tier, List.of()));
        boolean removed =
                all.removeIf(
                        each -> each.name().equals(name) && each.state() == Node.State.RETIRED);
        return removed ? withNodes(tier, all) : this;
    }

    Known withInstance(Instance instance) {
        Map<String, List<Instance>> one = new TreeMap<>();
        one.put(instance.service(), List.of(instance));
        return withInstances(one).keepingInstancesOf(this);
    }

    Known withoutInstance(String service, String name) {
        Map<String, List<Instance>> all = new TreeMap<>(instances);
        all.computeIfPresent(
                service,
                (_, list) -> list.stream().filter(each -> !each.name().equals(name)).toList());
        return withInstances(all);
    }

    /** With those of {@code before} that are not told of any more. */
    Known keepingInstancesOf(Known before) {
        Map<String, List<Instance>> all = new TreeMap<>(instances);
        before.instances.forEach((service, list) -> {
            Map<String, Instance> byName = new TreeMap<>();
            list.forEach(each -> byName.put(each.name(), each));
            all.getOrDefault(service, List.of()).forEach(each -> byName.put(each.name(), each));
            all.put(service, List.copyOf(byName.values()));
        });
        return withInstances(all);
    }

    ObjectNode toJson() {
        ObjectNode json = Codec.object().put("layout", Layout.NUMBER).put("cluster", cluster);
        ObjectNode tiers = json.putObject("tiers");
        for (Map.Entry<Tier, List<Node>> entry : new TreeMap<>(nodes).entrySet()) {
            ArrayNode list = tiers.withObject(entry.getKey().text()).putArray("nodes");
            entry.getValue().forEach(node -> list.add(Codec.of(node)));
        }
        for (Map.Entry<Tier, BucketMap> entry : new TreeMap<>(maps).entrySet()) {
            ObjectNode buckets = tiers.withObject(entry.getKey().text()).putObject("map");
            for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
                buckets.setAll(Codec.of(entry.getValue(), chunk));
            }
        }
        ArrayNode live = json.putArray("instances");
        new TreeMap<>(instances)
                .values()
                .forEach(list -> list.forEach(each -> live.add(Codec.of(each))));
        return json;
    }

    /**
     * The other way round.
     *
     * @throws IOException for anything else
     */
    static Known ofJson(JsonNode json) throws IOException {
        Known known = nothing().withCluster(Codec.text(json, "cluster"));
        for (Tier tier : Tier.values()) {
            JsonNode told = json.path("tiers").path(tier.text());
            List<Node> nodes = new ArrayList<>();
            for (JsonNode node : told.path("nodes")) {
                nodes.add(Codec.node(tier, node));
            }
            known = nodes.isEmpty() ? known : known.withNodes(tier, nodes);
            BucketMap map = Codec.merge(BucketMap.empty(tier), told.path("map"));
            known = map.placed() == 0 ? known : known.withMap(map);
        }
        Map<String, List<Instance>> instances = new TreeMap<>();
        for (JsonNode each : json.path("instances")) {
            Instance instance = Codec.instance(each);
            instances
                    .computeIfAbsent(instance.service(), service -> new ArrayList<>())
                    .add(instance);
        }
        return known.withInstances(instances);
    }
}
