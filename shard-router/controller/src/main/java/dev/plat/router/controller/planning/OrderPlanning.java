package dev.plat.router.controller.planning;

import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.router.core.plan.PlanInput;
import dev.plat.router.core.plan.Planner;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an order would carry where. Nodes come fresh from the registry, owners and sizes from the
 * shards themselves, since the registry's map may be a moment behind; the rest is the planner's.
 *
 * <p>Threads: safe, blocking.
 */
public final class OrderPlanning {

    private final RegistryAdmin registry;
    private final Surveyor surveyor;

    public OrderPlanning(RegistryAdmin registry, Surveyor surveyor) {
        this.registry = registry;
        this.surveyor = surveyor;
    }

    /**
     * What is to be done about it.
     *
     * @param inHand buckets of moves that have not ended
     * @throws PlatException {@code try-again} while a shard or the registry does not answer
     */
    public Proposal propose(Order order, Set<Bucket> inHand) {
        List<Node> nodes = nodes(order.tier());
        return propose(
                order,
                inHand,
                registry.orders().all(),
                nodes,
                surveyor.survey(order.tier(), nodes));
    }

    /**
     * The same for somebody who has not ordered yet: what would be refused is thrown.
     *
     * @throws PlatException what stands in the way, with its own code
     */
    public Proposal require(Order order, Set<Bucket> inHand) {
        List<Node> nodes = nodes(order.tier());
        Survey survey = surveyor.survey(order.tier(), nodes);
        return decided(order, input(nodes, survey, inHand, registry.orders().all()), survey);
    }

    private List<Node> nodes(Tier tier) {
        return registry.nodes(tier).stream()
                .filter(node -> node.state() != Node.State.RETIRED)
                .toList();
    }

    static Proposal propose(
            Order order, Set<Bucket> inHand, List<Order> book, List<Node> nodes, Survey survey) {
        try {
            PlanInput input = input(nodes, survey, inHand, book);
            return decided(order, input, survey);
        } catch (PlatException e) {
            if (e.code() == ErrorCode.TRY_AGAIN) {
                throw e;
            }
            return new Proposal(new Decision.Refused(sentence(e)), Optional.empty(), survey);
        }
    }

    private static PlanInput input(
            List<Node> nodes, Survey survey, Set<Bucket> inHand, List<Order> book) {
        PlanInput input =
                PlanInput.of(nodes, survey.map()).withLoads(survey.loads()).withSoaking(inHand);
        for (Order order : book) {
            boolean holds =
                    order.verb() == Order.Verb.ISOLATE
                            && (order.state() == Order.State.SOAKING
                                    || order.state() == Order.State.DONE);
            String target = order.arguments().getOrDefault("target", "");
            if (!holds || order.tier() != survey.map().tier()) {
                continue;
            }
            for (Bucket bucket : BucketText.parse(order.arguments().getOrDefault("buckets", ""))) {
                boolean there =
                        survey.map()
                                .find(bucket)
                                .filter(owner -> owner.shard().equals(target))
                                .isPresent();
                input = there ? input.withIsolated(bucket, target) : input;
            }
        }
        return input;
    }

    private static Proposal decided(Order order, PlanInput input, Survey survey) {
        String node = order.arguments().getOrDefault("node", "");
        String target = order.arguments().getOrDefault("target", "");
        Plan plan =
                switch (order.verb()) {
                    case REBALANCE -> Planner.plan(input);
                    case DRAIN -> drain(input, node);
                    case MOVE -> Planner.move(input, buckets(order), target);
                    case ISOLATE -> isolate(input, buckets(order), target);
                };
        Decision decision =
                plan.bucketsMoved() == 0
                        ? new Decision.Satisfied(satisfied(order))
                        : new Decision.Carry(plan.batches());
        return new Proposal(decision, Optional.of(plan), survey);
    }

    private static Plan drain(PlanInput input, String name) {
        List<String> names = input.members().stream().map(member -> member.node().name()).toList();
        if (!names.contains(name)) {
            throw refused("There is no such shard in the tier.", name, String.join(", ", names));
        }
        Plan plan = Planner.plan(input.withState(name, Node.State.DRAINING));
        int left =
                plan.after().stream()
                        .filter(load -> load.node().equals(name))
                        .mapToInt(Plan.Load::buckets)
                        .sum();
        if (left > 0) {
            throw refused(
                    "Buckets of this shard are in the hand of another order.",
                    left + " buckets of " + name,
                    "the end of that order: plat shard finish or rollback");
        }
        return plan;
    }

    private static Plan isolate(PlanInput input, List<Bucket> buckets, String target) {
        PlanInput pinned = input;
        for (Bucket bucket : buckets.subList(0, buckets.size() - 1)) {
            pinned = pinned.withIsolated(bucket, target);
        }
        return Planner.isolate(pinned, buckets.getLast(), Optional.of(target));
    }

    private static List<Bucket> buckets(Order order) {
        Set<Bucket> buckets =
                new TreeSet<>(BucketText.parse(order.arguments().getOrDefault("buckets", "")));
        if (buckets.isEmpty()) {
            throw refused("The order names no bucket.", "", "7 or 3,17,100-119");
        }
        return new ArrayList<>(buckets);
    }

    private static String satisfied(Order order) {
        return switch (order.verb()) {
            case REBALANCE -> "every shard is within 5 % of its weight, nothing was to be moved";
            case DRAIN -> "it was empty already";
            case MOVE, ISOLATE -> "it is so already";
        };
    }

    private static PlatException refused(String text, Object value, Object expected) {
        return new PlatException(
                ErrorCode.PRECONDITION_FAILED, text, "value", value, "expected", expected);
    }

    private static String sentence(PlatException e) {
        StringBuilder text = new StringBuilder(e.text());
        e.facts()
                .forEach((key, value) ->
                        text.append(' ').append(key).append(": ").append(value).append(';'));
        return text.toString();
    }
}
