package dev.plat.router.core.orders;

import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an operator wants, written down before anything is done about it, so that the work goes on
 * when the operator's terminal, or the controller, does not.
 *
 * @param id short and readable, unique in the cluster: {@code rebalance-7}
 * @param arguments as the verb needs them, see {@link Verb}
 * @param plan empty until the controller has made it
 * @param moves one for each batch of the plan, in their order
 * @param soak how long the way back stays open after the cutover
 * @param rowsPerSecondMax how fast rows are deleted in the end; 0 is without limit
 * @param note why it was refused or undone; empty otherwise
 */
public record Order(
        String id,
        Verb verb,
        Tier tier,
        Map<String, String> arguments,
        State state,
        List<Plan.Batch> plan,
        List<UUID> moves,
        Duration soak,
        int rowsPerSecondMax,
        Instant created,
        String by,
        String note) {

    public Order {
        arguments = Map.copyOf(arguments);
        plan = List.copyOf(plan);
        moves = List.copyOf(moves);
    }

    /** The text is the name in lower case. */
    public enum Verb {
        /** Even out the tier by weight. */
        REBALANCE,
        /** Empty the node of {@code arguments.node}. */
        DRAIN,
        /** The buckets of {@code arguments.buckets} to {@code arguments.target}. */
        MOVE,
        /** As MOVE, and the planner leaves them there and puts nothing beside them. */
        ISOLATE
    }

    /** What became of it; the text is the name in lower case. */
    public enum State {
        /** Nobody has looked at it yet. */
        ORDERED,
        /** Moves are made one after the other; {@code plan} and {@code moves} are filled. */
        RUNNING,
        /** All buckets are over; the way back is open. */
        SOAKING,
        /** Going back, because it was ordered or because a move failed. */
        RETURNING,
        /** All over, cleaned up. */
        DONE,
        /** Everything is as it was before. */
        UNDONE,
        /** Nothing was begun; {@code note} says why and what would help. */
        REFUSED;

        public boolean ended() {
            return this == DONE || this == UNDONE || this == REFUSED;
        }
    }

    public Order with(State next, String why) {
        return new Order(
                id,
                verb,
                tier,
                arguments,
                next,
                plan,
                moves,
                soak,
                rowsPerSecondMax,
                created,
                by,
                why);
    }

    public Order planned(List<Plan.Batch> batches, List<UUID> ids) {
        return new Order(
                id,
                verb,
                tier,
                arguments,
                State.RUNNING,
                batches,
                ids,
                soak,
                rowsPerSecondMax,
                created,
                by,
                note);
    }
}
