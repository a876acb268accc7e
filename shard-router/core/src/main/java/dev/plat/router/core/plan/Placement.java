package dev.plat.router.core.plan;

import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which copy lies where, while a plan is being made: what is allowed, and what was moved so far.
 * Nodes and zones are numbers here, in the order of the names.
 *
 * <p>Threads: for one.
 */
final class Placement {

    /** Beyond it PostgreSQL and the file server have no room to tidy up. */
    static final double DISK_MOST = 0.8;

    private final PlanInput input;
    private final Set<Guard> guards;
    private final Tier tier;
    private final List<Node> nodes;
    private final Map<String, Integer> index = new HashMap<>();
    private final int[] zone;
    private final int zones;
    private final boolean[] open;
    private final int[][] holders;
    private final BitSet[] held;
    private final BitSet pinned = new BitSet();
    private final BitSet[] moved;
    private final double[] room;
    private final Weights weights;
    private final List<Step> steps = new ArrayList<>();
    private final int perZone;

    /** One copy that changes its node. */
    record Step(int bucket, int copy, int source, int target) {}

    Placement(PlanInput input, Set<Guard> guards) {
        this.input = input;
        this.guards = guards;
        this.tier = input.map().tier();
        this.nodes = input.members().stream().map(PlanInput.Member::node).toList();
        for (int i = 0; i < nodes.size(); i++) {
            index.put(nodes.get(i).name(), i);
        }
        Map<String, Integer> zoneNumbers = new HashMap<>();
        this.zone = new int[nodes.size()];
        for (int i = 0; i < zone.length; i++) {
            zone[i] = zoneNumbers.computeIfAbsent(nodes.get(i).zone(), _ -> zoneNumbers.size());
        }
        this.zones = zoneNumbers.size();
        this.open = new boolean[nodes.size()];
        for (int i = 0; i < open.length; i++) {
            open[i] =
                    nodes.get(i).state() == Node.State.ACTIVE
                            || !guards.contains(Guard.ACTIVE_ONLY);
        }
        if (guards.contains(Guard.ALONE)) {
            input.isolated().values().forEach(name -> open[indexOf(name)] = false);
        }
        this.holders = new int[Bucket.COUNT][tier.copies()];
        this.held = new BitSet[nodes.size()];
        this.moved = new BitSet[tier.copies()];
        for (int i = 0; i < held.length; i++) {
            held[i] = new BitSet(Bucket.COUNT);
        }
        for (int copy = 0; copy < moved.length; copy++) {
            moved[copy] = new BitSet(Bucket.COUNT);
        }
        read();
        this.weights = new Weights(input);
        this.room = rooms();
        this.perZone = perZone();
    }

    private void read() {
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            Ownership owner =
                    input.map().find(new Bucket(bucket)).orElse(new Ownership(1, List.of("")));
            if (owner.nodes().size() != tier.copies()) {
                throw Planner.refused(
                        "The map is not complete, so nothing can be planned.",
                        bucket,
                        "an owner for every bucket");
            }
            for (int copy = 0; copy < tier.copies(); copy++) {
                holders[bucket][copy] = indexOf(owner.nodes().get(copy));
                held[holders[bucket][copy]].set(bucket);
            }
        }
        if (guards.contains(Guard.PINS)) {
            input.soaking().forEach(bucket -> pinned.set(bucket.number()));
        }
    }

    /** How much each disk still takes; what leaves it is not counted, since it leaves later. */
    private double[] rooms() {
        double[] rooms = new double[nodes.size()];
        for (int i = 0; i < rooms.length; i++) {
            PlanInput.Member member = input.members().get(i);
            rooms[i] = Double.MAX_VALUE;
            if (member.diskBytes() > 0 && guards.contains(Guard.DISK)) {
                rooms[i] = DISK_MOST * member.diskBytes() - member.otherBytes() - bytes(i);
            }
        }
        return rooms;
    }

    private double bytes(int node) {
        return held[node].stream().mapToDouble(weights::bytes).sum();
    }

    /** How many copies of one bucket a zone may have: 1 where there are zones enough. */
    private int perZone() {
        BitSet there = new BitSet();
        for (int i = 0; i < open.length; i++) {
            if (open[i]) {
                there.set(zone[i]);
            }
        }
        int count = Math.max(1, there.cardinality());
        return (tier.copies() + count - 1) / count;
    }

    int indexOf(String name) {
        Integer found = index.get(name);
        if (found == null) {
            throw Planner.refused(
                    "A node that holds or is to hold buckets is not in the tier.",
                    name.isEmpty() ? "a bucket without an owner" : name,
                    String.join(", ", index.keySet().stream().sorted().toList()));
        }
        return found;
    }

    PlanInput input() {
        return input;
    }

    boolean guarded(Guard guard) {
        return guards.contains(guard);
    }

    int nodes() {
        return nodes.size();
    }

    int copies() {
        return tier.copies();
    }

    int zones() {
        return zones;
    }

    int zone(int node) {
        return zone[node];
    }

    int copiesPerZone() {
        return perZone;
    }

    String name(int node) {
        return nodes.get(node).name();
    }

    Weights weights() {
        return weights;
    }

    /** Whether a node takes part in the balance: active, and no bucket is alone there. */
    boolean open(int node) {
        return open[node];
    }

    int holder(int bucket, int copy) {
        return holders[bucket][copy];
    }

    int copyOn(int bucket, int node) {
        for (int copy = 0; copy < tier.copies(); copy++) {
            if (holders[bucket][copy] == node) {
                return copy;
            }
        }
        throw new IllegalStateException("no copy there");
    }

    BitSet held(int node) {
        return held[node];
    }

    /** Soaking, or where it is alone: its copies stay. */
    boolean pinned(int bucket) {
        return pinned.get(bucket);
    }

    void pin(int bucket) {
        pinned.set(bucket);
    }

    /** What the disk's limit leaves for buckets in all; unlimited when the disk is unknown. */
    double bytesMost(int node) {
        PlanInput.Member member = input.members().get(node);
        return member.diskBytes() == 0 || !guards.contains(Guard.DISK)
                ? Double.MAX_VALUE
                : DISK_MOST * member.diskBytes() - member.otherBytes();
    }

    /** How many copies more of this bucket its zones have than they may. */
    int crowded(int bucket) {
        int over = 0;
        for (int copy = 0; copy < tier.copies(); copy++) {
            int before = 0;
            for (int other = 0; other < copy; other++) {
                before += zone[holders[bucket][other]] == zone[holders[bucket][copy]] ? 1 : 0;
            }
            over += before >= perZone ? 1 : 0;
        }
        return over;
    }

    /** Whether a copy may go to a node; moved copies and pinned buckets stay. */
    boolean mayMove(int bucket, int copy, int target) {
        return open[target] && allows(bucket, copy, target);
    }

    boolean allows(int bucket, int copy, int target) {
        return (open[target] || isHome(bucket, target))
                && !pinned.get(bucket)
                && !moved[copy].get(bucket)
                && holders[bucket][copy] != target
                && (!guards.contains(Guard.APART) || !held[target].get(bucket))
                && (!guards.contains(Guard.ZONES) || inZone(bucket, copy, target) < perZone)
                && weights.bytes(bucket) <= room[target];
    }

    private boolean isHome(int bucket, int target) {
        return nodes.get(target).name().equals(input.isolated().get(new Bucket(bucket)));
    }

    private int inZone(int bucket, int copy, int target) {
        int count = 0;
        for (int other = 0; other < tier.copies(); other++) {
            if (other != copy && zone[holders[bucket][other]] == zone[target]) {
                count++;
            }
        }
        return count;
    }

    void move(int bucket, int copy, int target) {
        int source = holders[bucket][copy];
        steps.add(new Step(bucket, copy, source, target));
        moved[copy].set(bucket);
        held[source].clear(bucket);
        held[target].set(bucket);
        holders[bucket][copy] = target;
        room[target] -= weights.bytes(bucket);
    }

    Plan plan() {
        Levels levels = new Levels(this);
        List<Plan.Load> after = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            after.add(
                    new Plan.Load(nodes.get(i).name(), held[i].cardinality(), levels.relative(i)));
        }
        return new Plan(Batches.of(steps, nodes), after, Plan.versionOf(input.map()));
    }
}
