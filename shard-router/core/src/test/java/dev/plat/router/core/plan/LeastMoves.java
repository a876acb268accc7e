package dev.plat.router.core.plan;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fewest buckets that any plan must move, for counted buckets of one copy; in whole numbers,
 * and by none of the planner's own means.
 *
 * <p>The goal: a node that is active ends with at most {@code high} and at least {@code low}
 * buckets, one that is not with those that are pinned there. <b>Why it is a lower bound:</b> a move
 * takes one bucket from one node and gives it to one other. All that lies above the goals must
 * leave, each bucket by a move of its own: at least {@code surplus} moves. All that is missing must
 * come, each by a move of its own: at least {@code deficit} moves. So every plan that reaches the
 * goal moves at least the larger of the two, whatever else it does.
 *
 * <p>Three goals are measured:
 *
 * <ul>
 *   <li>{@code goal}, the planner's own: a node within ±5 % may end anywhere within ±5 %, one
 *       outside at its share rounded up or down;
 *   <li>{@code even}: every node at its share rounded up or down;
 *   <li>{@code edge}: every node anywhere within ±5 %.
 * </ul>
 *
 * <p>A share s stands here as a fraction p/q, so that rounding is exact.
 */
record LeastMoves(int goal, int even, int edge) {

    private static final int PERCENT = 100;
    private static final int TOLERANCE = 5;

    static LeastMoves of(PlanInput input) {
        Map<String, Integer> held = Applied.counts(input, input.map());
        int leaving = 0;
        for (PlanInput.Member member : input.members()) {
            if (member.node().state() != Node.State.ACTIVE) {
                leaving += get(held, member.node()) - get(pinned(input), member.node());
            }
        }
        int[] surplus = {leaving, leaving, leaving};
        int[] deficit = new int[3];
        for (Range range : ranges(input)) {
            int count = get(held, range.node());
            boolean inside = range.farDown() <= count && count <= range.farUp();
            long[] high = {inside ? range.farUp() : range.up(), range.up(), range.farUp()};
            long[] low = {inside ? range.farDown() : range.down(), range.down(), range.farDown()};
            for (int i = 0; i < 3; i++) {
                surplus[i] += (int) Math.max(0, count - high[i]);
                deficit[i] += (int) Math.max(0, low[i] - count);
            }
        }
        return new LeastMoves(
                Math.max(surplus[0], deficit[0]),
                Math.max(surplus[1], deficit[1]),
                Math.max(surplus[2], deficit[2]));
    }

    /** Active nodes that are not within ±5 %, though whole buckets allow it. */
    static List<String> outOfBalance(PlanInput input, BucketMap map) {
        Map<String, Integer> held = Applied.counts(input, map);
        return ranges(input).stream()
                .filter(range ->
                        get(held, range.node()) < range.farDown()
                                || get(held, range.node()) > range.farUp())
                .map(range -> range + " has " + get(held, range.node()))
                .toList();
    }

    /** The share of an active node, rounded; and ±5 % of it, never narrower than that. */
    private record Range(Node node, long farDown, long down, long up, long farUp) {}

    private static List<Range> ranges(PlanInput input) {
        Map<String, Integer> pinned = pinned(input);
        List<Node> open = new ArrayList<>();
        long total = Bucket.COUNT;
        for (PlanInput.Member member : input.members()) {
            if (member.node().state() == Node.State.ACTIVE) {
                open.add(member.node());
            } else {
                total -= get(pinned, member.node());
            }
        }
        Shared shared = share(open, pinned, total);
        List<Range> ranges = new ArrayList<>();
        for (Node node : open) {
            long p = shared.p(node, pinned);
            long q = shared.q(node, pinned);
            long down = p / q;
            long up = Math.ceilDiv(p, q);
            ranges.add(
                    new Range(
                            node,
                            Math.min(down, Math.ceilDiv(p * (PERCENT - TOLERANCE), q * PERCENT)),
                            down,
                            up,
                            Math.max(up, p * (PERCENT + TOLERANCE) / (q * PERCENT))));
        }
        return ranges;
    }

    /** A node with more pinned than its share keeps that; the others share what is left. */
    private static Shared share(List<Node> open, Map<String, Integer> pinned, long total) {
        List<Node> sharing = new ArrayList<>(open);
        long left = total;
        boolean changed = true;
        while (changed) {
            long weight = sharing.stream().mapToLong(Node::weight).sum();
            long now = left;
            List<Node> full =
                    sharing.stream()
                            .filter(node -> get(pinned, node) * weight > now * node.weight())
                            .toList();
            changed = !full.isEmpty();
            sharing.removeAll(full);
            left -= full.stream().mapToLong(node -> get(pinned, node)).sum();
        }
        return new Shared(left, sharing.stream().mapToLong(Node::weight).sum());
    }

    private record Shared(long total, long weight) {

        boolean full(Node node, Map<String, Integer> pinned) {
            return weight == 0 || get(pinned, node) * weight > total * node.weight();
        }

        long p(Node node, Map<String, Integer> pinned) {
            return full(node, pinned) ? get(pinned, node) : total * node.weight();
        }

        long q(Node node, Map<String, Integer> pinned) {
            return full(node, pinned) ? 1 : weight;
        }
    }

    private static Map<String, Integer> pinned(PlanInput input) {
        BucketMap map = input.map();
        Map<String, Integer> pinned = new TreeMap<>();
        for (Bucket bucket : input.soaking()) {
            Ownership owner = map.get(bucket);
            pinned.merge(owner.shard(), 1, Integer::sum);
        }
        return pinned;
    }

    private static int get(Map<String, Integer> counts, Node node) {
        return counts.getOrDefault(node.name(), 0);
    }
}
