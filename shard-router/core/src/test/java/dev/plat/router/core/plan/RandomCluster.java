package dev.plat.router.core.plan;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.testkit.Seed;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Clusters as they come about: grown, drained, weighed anew, or simply in disorder. */
final class RandomCluster {

    private final Seed seed;
    private final Tier tier;

    RandomCluster(Seed seed, Tier tier) {
        this.seed = seed;
        this.tier = tier;
    }

    /** Of at most that many nodes, nothing measured; some buckets soak. */
    PlanInput counted(int nodesMost) {
        List<Node> nodes = nodes(nodesMost);
        BucketMap map = map(nodes);
        Set<Bucket> soaking = new HashSet<>();
        for (int i = seed.chance(0.5) ? 0 : seed.length(60); i > 0; i--) {
            soaking.add(bucket());
        }
        return PlanInput.of(nodes, map).withSoaking(soaking);
    }

    /** The same, with loads that differ, and disks. */
    PlanInput measured(int nodesMost) {
        PlanInput counted = counted(nodesMost);
        Map<Bucket, BucketLoad> loads = new HashMap<>();
        double skew = seed.random().nextDouble() * 1.2;
        long bytes = 0;
        for (int i = 0; i < Bucket.COUNT; i++) {
            BucketLoad load = new BucketLoad(size(skew) << 20, size(skew), size(skew));
            loads.put(new Bucket(i), load);
            bytes += load.bytes();
        }
        long each = (long) (1.25 * bytes * tier.copies() / counted.members().size());
        List<PlanInput.Member> members = new ArrayList<>();
        for (PlanInput.Member member : counted.members()) {
            double factor = 1.2 + seed.random().nextDouble() * 3;
            members.add(
                    new PlanInput.Member(
                            member.node(),
                            seed.chance(0.2) ? 0 : (long) (each * factor),
                            (long) (each * seed.random().nextDouble() * 0.3)));
        }
        return new PlanInput(
                members, counted.map(), loads, counted.soaking(), Map.of(), counted.aim());
    }

    private long size(double skew) {
        return (long) (100 * Math.exp(skew * seed.random().nextGaussian()));
    }

    Bucket bucket() {
        return new Bucket(seed.between(0, Bucket.COUNT - 1));
    }

    private List<Node> nodes(int most) {
        int least = tier.copies() + 1;
        int count = Math.max(least, seed.length(most));
        int zones = seed.between(1, 8);
        int kind = seed.between(0, 2);
        List<Node> nodes = new ArrayList<>();
        double leaving = seed.chance(0.4) ? seed.random().nextDouble() * 0.3 : 0;
        int stay = 0;
        for (int i = 0; i < count; i++) {
            int weight =
                    switch (kind) {
                        case 0 -> 100;
                        case 1 -> seed.between(50, 200);
                        default -> seed.pick(List.of(50, 100, 100, 100, 200, 400));
                    };
            boolean leaves = count - i > least - stay && seed.chance(leaving);
            stay += leaves ? 0 : 1;
            Node.State state =
                    leaves
                            ? seed.pick(List.of(Node.State.DRAINING, Node.State.RETIRED))
                            : Node.State.ACTIVE;
            nodes.add(
                    new Node(
                            tier, "n-%04d".formatted(i), "z-" + i % zones, weight, state, "h:1/d"));
        }
        return nodes;
    }

    private BucketMap map(List<Node> nodes) {
        return switch (seed.between(0, 4)) {
            case 0 -> dealt(some(nodes)); // grown: the others are new
            case 1 -> dealt(nodes); // weights or states were changed
            case 2 -> planned(nodes);
            case 3 -> nearly(some(nodes));
            default -> disorder(some(nodes));
        };
    }

    private List<Node> some(List<Node> nodes) {
        List<Node> some = new ArrayList<>(nodes);
        Collections.shuffle(some, new Random(seed.random().nextLong()));
        return some.subList(0, seed.between(Math.min(tier.copies(), nodes.size()), nodes.size()));
    }

    private BucketMap dealt(List<Node> nodes) {
        return BucketMap.firstPlacement(tier, nodes.stream().map(Node::name).toList());
    }

    /** Even but for a few, as after some moves by hand. */
    private BucketMap nearly(List<Node> nodes) {
        Map<Bucket, Ownership> owners = new HashMap<>(dealt(nodes).statements());
        BucketMap random = disorder(nodes);
        owners.replaceAll((bucket, even) -> seed.chance(0.1) ? random.get(bucket) : even);
        return BucketMap.of(tier, owners);
    }

    /** As the planner left it when all nodes were active and weighed the same, but for a few. */
    private BucketMap planned(List<Node> nodes) {
        List<Node> before =
                nodes.stream()
                        .map(n ->
                                new Node(
                                        n.tier(),
                                        n.name(),
                                        n.zone(),
                                        seed.chance(0.1) ? 10 * n.weight() : n.weight(),
                                        Node.State.ACTIVE,
                                        n.address()))
                        .toList();
        BucketMap start = dealt(nodes);
        return Applied.after(start, Planner.plan(PlanInput.of(before, start)));
    }

    private BucketMap disorder(List<Node> nodes) {
        Map<Bucket, Ownership> owners = new HashMap<>();
        double skew = 1 + seed.random().nextDouble() * 2;
        for (int i = 0; i < Bucket.COUNT; i++) {
            Set<String> holders = new HashSet<>();
            while (holders.size() < tier.copies()) {
                double at = Math.pow(seed.random().nextDouble(), skew) * nodes.size();
                holders.add(nodes.get((int) at).name());
            }
            List<String> inOrder = holders.stream().sorted().toList();
            owners.put(new Bucket(i), new Ownership(seed.between(1, 9), inOrder));
        }
        return BucketMap.of(tier, owners);
    }

    /** {@code count} equal active nodes of which the last ones are new. */
    static PlanInput equal(Tier tier, int old, int added) {
        List<String> names = IntStream.range(0, old + added).mapToObj("n-%04d"::formatted).toList();
        List<Node> nodes =
                IntStream.range(0, old + added)
                        .mapToObj(i ->
                                new Node(
                                        tier,
                                        names.get(i),
                                        "z-" + i,
                                        100,
                                        Node.State.ACTIVE,
                                        "h:1/d"))
                        .toList();
        return PlanInput.of(nodes, BucketMap.firstPlacement(tier, names.subList(0, old)));
    }
}
