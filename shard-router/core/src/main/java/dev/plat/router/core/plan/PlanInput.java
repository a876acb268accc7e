package dev.plat.router.core.plan;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a plan depends on. The tier is the map's.
 *
 * @param members of the tier; kept in the order of their names
 * @param map complete: a bucket without an owner cannot be planned around
 * @param loads of the buckets; empty when nobody has measured, then each bucket counts 1. One that
 *     is missing counts as the mean of the others.
 * @param soaking buckets that have just moved and keep their way back; they stay
 * @param isolated buckets that stay alone, or with others isolated there, on a node
 */
public record PlanInput(
        List<Member> members,
        BucketMap map,
        Map<Bucket, BucketLoad> loads,
        Set<Bucket> soaking,
        Map<Bucket, String> isolated,
        Aim aim) {

    public PlanInput {
        members =
                members.stream()
                        .sorted(Comparator.comparing(member -> member.node().name()))
                        .toList();
        loads = Map.copyOf(loads);
        soaking = Set.copyOf(soaking);
        isolated = Map.copyOf(isolated);
    }

    /** How near to its share a node is brought that has left the tolerance of ±5 %. */
    public enum Aim {
        /** To its share, as nearly as whole buckets allow, so that it stays there for long. */
        SHARE,
        /** Just inside the tolerance: the fewest buckets that can be moved at all. */
        EDGE
    }

    /**
     * A node and its disk.
     *
     * @param diskBytes 0 when unknown, then nothing is too much for it
     * @param otherBytes on the same disk besides buckets: retained write-ahead log, the system
     */
    public record Member(Node node, long diskBytes, long otherBytes) {}

    /** Nothing measured, nothing pinned. */
    public static PlanInput of(List<Node> nodes, BucketMap map) {
        return new PlanInput(
                nodes.stream().map(node -> new Member(node, 0, 0)).toList(),
                map,
                Map.of(),
                Set.of(),
                Map.of(),
                Aim.SHARE);
    }

    public PlanInput withLoads(Map<Bucket, BucketLoad> told) {
        return new PlanInput(members, map, told, soaking, isolated, aim);
    }

    public PlanInput withSoaking(Set<Bucket> told) {
        return new PlanInput(members, map, loads, told, isolated, aim);
    }

    /** With one more. */
    public PlanInput withIsolated(Bucket bucket, String node) {
        Map<Bucket, String> more = new HashMap<>(isolated);
        more.put(bucket, node);
        return new PlanInput(members, map, loads, soaking, more, aim);
    }

    public PlanInput withAim(Aim told) {
        return new PlanInput(members, map, loads, soaking, isolated, told);
    }

    /** As if a node were in another state: what a drain would do, before it is ordered. */
    public PlanInput withState(String name, Node.State state) {
        List<Member> changed = new ArrayList<>();
        for (Member member : members) {
            Node node = member.node();
            changed.add(
                    node.name().equals(name)
                            ? new Member(
                                    new Node(
                                            node.tier(),
                                            node.name(),
                                            node.zone(),
                                            node.weight(),
                                            state,
                                            node.address()),
                                    member.diskBytes(),
                                    member.otherBytes())
                            : member);
        }
        return new PlanInput(changed, map, loads, soaking, isolated, aim);
    }
}
