package dev.plat.ops.cluster;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a registry and shards out of empty servers, and brings the schema of old ones up to date.
 * Everything here may be repeated; a bucket is placed once, when its tier is new, and never again.
 */
final class Bootstrap {

    static final String REGISTRY_ROOT = "/plat";
    private static final int WEIGHT = 100;

    private final ClusterLayout layout;
    private final ClusterSecrets secrets;
    private final List<Integer> servers;

    /**
     * For the servers that run.
     *
     * @param servers numbers of the PostgreSQL servers; those that came later than the first start
     *     bring shards only when an operator has added them
     */
    Bootstrap(ClusterLayout layout, ClusterSecrets secrets, List<Integer> servers) {
        this.layout = layout;
        this.secrets = secrets;
        this.servers = servers;
    }

    void run() {
        Map<Tier, BucketMap> placements = new EnumMap<>(Tier.class);
        Map<Tier, List<Node>> shards = new EnumMap<>(Tier.class);
        try (RegistryAdmin registry = new RegistryAdmin(layout.zooKeeper(), REGISTRY_ROOT)) {
            registry.createCluster(secrets.get("cluster"));
            for (Tier tier : Tier.values()) {
                List<Node> nodes = nodes(tier);
                nodes.forEach(node -> settle(registry, node));
                if (registry.map(tier).placed() < Bucket.COUNT) {
                    registry.putMap(firstMap(tier, nodes));
                }
                placements.put(tier, neverMoved(registry.map(tier)));
                shards.put(tier, registry.nodes(tier).stream().filter(this::isHere).toList());
            }
        }
        var passwords =
                new RolePasswords(
                        secrets.get("postgres.owner.password"),
                        secrets.get("postgres.app.password"),
                        secrets.get("postgres.scan.password"),
                        secrets.get("postgres.mover.password"),
                        secrets.get("postgres.copy.password"));
        var setup =
                new ShardSetup(
                        PostgresBinaries.SUPERUSER,
                        secrets.get("postgres.superuser.password"),
                        passwords);
        Lanes.atOnce(
                Arrays.stream(Tier.values())
                        .filter(tier -> tier.kind() == Tier.Kind.DATABASE)
                        .toList(),
                tier ->
                        setup.install(
                                secrets.get("cluster"),
                                shards.getOrDefault(tier, List.of()),
                                placements.getOrDefault(tier, BucketMap.empty(tier))));
    }

    /** A shard in use on one of this machine's servers. */
    private boolean isHere(Node node) {
        return node.state() != Node.State.RETIRED
                && servers.stream()
                        .anyMatch(server -> node.address().equals(address(node.tier(), server)));
    }

    private String address(Tier tier, int server) {
        return "127.0.0.1:" + layout.postgresPort(server) + "/" + tier.text();
    }

    /**
     * What an operator has said about a node stays, a drain above all; only its address is this
     * machine's to tell.
     */
    private static void settle(RegistryAdmin registry, Node node) {
        if (registry.addNode(node)) {
            return;
        }
        registry.changeNode(
                node.tier(),
                node.name(),
                found ->
                        new Node(
                                found.tier(),
                                found.name(),
                                found.zone(),
                                found.weight(),
                                found.state(),
                                node.address()));
    }

    /**
     * The first placement as it stands in the registry: a shard that comes later owns nothing,
     * whatever the number of servers says now, since an epoch names one owner for ever.
     */
    private static BucketMap neverMoved(BucketMap map) {
        Map<Bucket, Ownership> first = new HashMap<>();
        map.statements()
                .forEach((bucket, owner) -> {
                    if (owner.epoch() == 1) {
                        first.put(bucket, owner);
                    }
                });
        return BucketMap.of(map.tier(), first);
    }

    /**
     * The nodes this machine brings: one shard of each tier on each server, one node of each file
     * tier in each zone.
     */
    private List<Node> nodes(Tier tier) {
        List<Node> nodes = new ArrayList<>();
        switch (tier.kind()) {
            case DATABASE -> {
                for (int server : ClusterLayout.postgresServers()) {
                    String name = tier.text() + "-" + server;
                    nodes.add(node(tier, name, "zone-" + server, address(tier, server)));
                }
            }
            case FILES -> {
                for (int server : ClusterLayout.fileServers()) {
                    int port =
                            tier == Tier.BUILDING_FILES
                                    ? layout.buildingFilesPort(server)
                                    : layout.hostingFilesPort(server);
                    nodes.add(node(tier, "files-" + server, "zone-" + server, "127.0.0.1:" + port));
                }
            }
        }
        return nodes;
    }

    private static Node node(Tier tier, String name, String zone, String address) {
        return new Node(tier, name, zone, WEIGHT, Node.State.ACTIVE, address);
    }

    /**
     * Epoch 1: neighbouring buckets on different nodes, so that any range is spread. It loses
     * against every later statement, so putting it again changes nothing.
     */
    private static BucketMap firstMap(Tier tier, List<Node> nodes) {
        BucketMap map = BucketMap.empty(tier);
        for (int number = 0; number < Bucket.COUNT; number++) {
            List<String> owners = new ArrayList<>();
            for (int copy = 0; copy < tier.copies(); copy++) {
                owners.add(nodes.get((number + copy) % nodes.size()).name());
            }
            map = map.with(new Bucket(number), new Ownership(1, owners));
        }
        return map;
    }
}
