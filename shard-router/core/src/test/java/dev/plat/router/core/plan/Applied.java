package dev.plat.router.core.plan;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.Move;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Carries a plan out on a map, step by step, and says what is wrong with it. */
final class Applied {

    private final PlanInput input;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Set<String> zones = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<Bucket, Ownership> map;

    private Applied(PlanInput input) {
        this.input = input;
        this.map = new TreeMap<>(input.map().statements());
        for (PlanInput.Member member : input.members()) {
            nodes.put(member.node().name(), member.node());
            if (member.node().state() == Node.State.ACTIVE) {
                zones.add(member.node().zone());
            }
        }
    }

    /** Every constraint that a step of the plan breaks; empty for a good plan. */
    static List<String> wrongWith(PlanInput input, Plan plan) {
        Applied applied = new Applied(input);
        plan.batches().forEach(applied::batch);
        applied.end();
        return applied.wrong;
    }

    static BucketMap after(BucketMap before, Plan plan) {
        Map<Bucket, Ownership> map = new TreeMap<>(before.statements());
        for (Plan.Batch batch : plan.batches()) {
            for (Bucket bucket : batch.buckets()) {
                map.computeIfPresent(bucket, (_, owner) -> changed(owner, batch));
            }
        }
        return BucketMap.of(before.tier(), map);
    }

    /** How many copies each node has. */
    static Map<String, Integer> counts(PlanInput input, BucketMap map) {
        Map<String, Integer> counts = new TreeMap<>();
        input.members().forEach(member -> counts.put(member.node().name(), 0));
        map.statements()
                .values()
                .forEach(owner ->
                        owner.nodes().forEach(node -> counts.merge(node, 1, Integer::sum)));
        return counts;
    }

    private static Ownership changed(Ownership before, Plan.Batch batch) {
        List<String> holders = new ArrayList<>(before.nodes());
        holders.set(batch.copy(), batch.target());
        return new Ownership(before.epoch() + 1, holders);
    }

    private void batch(Plan.Batch batch) {
        check(batch.buckets().size() <= Move.BUCKETS_MAX, "a batch is too large");
        check(new HashSet<>(batch.buckets()).size() == batch.buckets().size(), "twice in a batch");
        for (Bucket bucket : batch.buckets()) {
            Ownership before = holders(bucket);
            check(
                    before.nodes().get(batch.copy()).equals(batch.source()),
                    "the source does not hold " + bucket);
            Ownership after = changed(before, batch);
            step(bucket, before, after, batch.target());
            map.put(bucket, after);
        }
    }

    private void step(Bucket bucket, Ownership before, Ownership after, String target) {
        String home = input.isolated().getOrDefault(bucket, "");
        check(!input.soaking().contains(bucket), "a pinned bucket moves: " + bucket);
        check(home.isEmpty() || home.equals(target), "an isolated bucket moves: " + bucket);
        check(
                home.equals(target) || !input.isolated().containsValue(target),
                "put beside an isolated bucket: " + bucket);
        check(node(target).state() == Node.State.ACTIVE, "given to a leaving node: " + target);
        check(
                new HashSet<>(after.nodes()).size() == after.nodes().size(),
                "two copies on one node: " + after);
        check(
                crowded(after) <= Math.max(crowded(before), 0),
                "copies crowd in a zone: " + after + " before " + before);
    }

    private void end() {
        for (Map.Entry<Bucket, Ownership> entry : map.entrySet()) {
            for (String holder : entry.getValue().nodes()) {
                check(
                        node(holder).state() == Node.State.ACTIVE
                                || input.soaking().contains(entry.getKey()),
                        "left on a leaving node: " + entry.getKey());
            }
        }
        disks();
    }

    /** A disk above its limit may only have been so before, and been given nothing. */
    private void disks() {
        for (PlanInput.Member member : input.members()) {
            if (member.diskBytes() > 0) {
                String name = member.node().name();
                double before = bytes(input.map().statements(), name);
                double after = bytes(map, name);
                double limit = 0.8 * member.diskBytes() - member.otherBytes();
                check(after <= limit || after <= before, "a disk is too full: " + name);
            }
        }
    }

    private double bytes(Map<Bucket, Ownership> of, String node) {
        double bytes = 0;
        for (Map.Entry<Bucket, Ownership> entry : of.entrySet()) {
            if (entry.getValue().nodes().contains(node)) {
                BucketLoad load = input.loads().get(entry.getKey());
                bytes += load == null ? 0 : load.bytes();
            }
        }
        return bytes;
    }

    /** How many copies have more of their bucket beside them in a zone than there must be. */
    int crowded(Ownership owner) {
        int copies = input.map().tier().copies();
        int most = (copies + zones.size() - 1) / zones.size();
        Map<String, Integer> perZone = new HashMap<>();
        owner.nodes().forEach(holder -> perZone.merge(node(holder).zone(), 1, Integer::sum));
        return perZone.values().stream().mapToInt(count -> Math.max(0, count - most)).sum();
    }

    private Ownership holders(Bucket bucket) {
        Ownership owner = map.get(bucket);
        if (owner == null) {
            throw new AssertionError("no such bucket: " + bucket);
        }
        return owner;
    }

    private Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new AssertionError("no such node: " + name);
        }
        return node;
    }

    private void check(boolean right, String text) {
        if (!right) {
            wrong.add(text);
        }
    }
}
