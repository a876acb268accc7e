package dev.plat.router.core.plan;

import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where buckets should go; a pure function of its input, and the same for the same input.
 *
 * <p>Constraints come first: a node that is not active is given nothing and is emptied, no disk is
 * filled above {@value Placement#DISK_MOST} of its size, copies of a bucket lie in different zones
 * as far as there are zones, what soaks or is isolated stays. Then as few buckets as possible are
 * moved; then what moves goes where the worst of bytes, writes and reads, by weight, is least.
 *
 * <p>A node within ±5 % of its share is left alone. One outside is brought to its share or just
 * inside, see {@link PlanInput.Aim}. With nothing measured, one copy of each bucket and no limit
 * that binds, no plan that reaches this moves fewer: a node above its bound must lose what is above
 * it, a node below must get what is missing, and the larger of the two sums is what is moved.
 *
 * <p>Errors of every call: {@code precondition-failed} with what is in the way.
 */
public final class Planner {

    private Planner() {}

    /** Empties what must be emptied, and evens out the tier. */
    public static Plan plan(PlanInput input) {
        return plan(input, Guard.all());
    }

    static Plan plan(PlanInput input, Set<Guard> guards) {
        Placement placement = new Placement(input, guards);
        new Balancer(placement).run();
        return placement.plan();
    }

    /**
     * Lets a bucket be alone on a node: its neighbours leave, and it goes there if it is not there
     * yet. It is pinned from then on, as long as the input of later plans says so.
     *
     * @param target where it is to be alone; empty for where it is
     */
    public static Plan isolate(PlanInput input, Bucket bucket, Optional<String> target) {
        if (input.map().tier().kind() != Tier.Kind.DATABASE) {
            throw refused(
                    "Only a bucket of a database tier can be isolated.",
                    input.map().tier().text(),
                    "building or hosting");
        }
        String node = target.orElse(input.map().get(bucket).shard());
        checkTarget(input, node);
        if (input.soaking().contains(bucket) && !node.equals(input.map().get(bucket).shard())) {
            throw soaking(bucket);
        }
        return plan(input.withIsolated(bucket, node));
    }

    /** Exactly these buckets to that node, if that is allowed; those that are there stay. */
    public static Plan move(PlanInput input, List<Bucket> buckets, String target) {
        if (input.map().tier().kind() != Tier.Kind.DATABASE) {
            throw refused(
                    "A bucket of a file tier has three copies: drain a node, or rebalance.",
                    input.map().tier().text(),
                    "building or hosting");
        }
        checkTarget(input, target);
        Placement placement = new Placement(input, Guard.all());
        int to = placement.indexOf(target);
        for (Bucket bucket : buckets.stream().sorted().distinct().toList()) {
            int from = placement.holder(bucket.number(), 0);
            if (from == to) {
                continue;
            }
            if (input.soaking().contains(bucket)) {
                throw soaking(bucket);
            }
            if (!placement.allows(bucket.number(), 0, to)) {
                throw refused(
                        "This bucket may not go there: it or the target is isolated, or the disk"
                                + " would be too full.",
                        bucket.number() + " to " + target,
                        "a target with room");
            }
            placement.move(bucket.number(), 0, to);
        }
        return placement.plan();
    }

    private static void checkTarget(PlanInput input, String target) {
        Node node =
                input.members().stream()
                        .map(PlanInput.Member::node)
                        .filter(each -> each.name().equals(target))
                        .findFirst()
                        .orElseThrow(() ->
                                refused(
                                        "There is no node of this name in the tier.",
                                        target,
                                        String.join(", ", names(input))));
        if (node.state() != Node.State.ACTIVE) {
            throw refused("This node is given nothing.", target, "an active node");
        }
    }

    private static List<String> names(PlanInput input) {
        return input.members().stream().map(member -> member.node().name()).toList();
    }

    private static PlatException soaking(Bucket bucket) {
        return refused(
                "This bucket has just moved and keeps its way back.",
                bucket.number(),
                "finish or roll back that move first");
    }

    static PlatException refused(String text, Object value, Object expected) {
        return new PlatException(
                ErrorCode.PRECONDITION_FAILED, text, "value", value, "expected", expected);
    }
}
