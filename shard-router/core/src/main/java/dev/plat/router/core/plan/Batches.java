package dev.plat.router.core.plan;

import dev.plat.router.core.Node;
import dev.plat.router.core.move.Move;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts steps together that can go over one link. A bucket's first change stands in an earlier round
 * than its second, so that it changes one copy at a time, each as it was checked.
 */
final class Batches {

    private Batches() {}

    private record Link(int round, int source, int target, int copy) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int[] mine = {round, source, target, copy};
            int[] theirs = {other.round, other.source, other.target, other.copy};
            return Arrays.compare(mine, theirs);
        }
    }

    static List<Plan.Batch> of(List<Placement.Step> steps, List<Node> nodes) {
        Map<Integer, Integer> rounds = new HashMap<>();
        Map<Link, List<Bucket>> links = new TreeMap<>();
        for (Placement.Step step : steps) {
            int round = rounds.merge(step.bucket(), 0, (before, _) -> before + 1);
            links.computeIfAbsent(
                            new Link(round, step.source(), step.target(), step.copy()),
                            _ -> new ArrayList<>())
                    .add(new Bucket(step.bucket()));
        }
        List<Plan.Batch> batches = new ArrayList<>();
        links.forEach((link, buckets) -> {
            List<Bucket> sorted = buckets.stream().sorted().toList();
            for (int from = 0; from < sorted.size(); from += Move.BUCKETS_MAX) {
                int to = Math.min(sorted.size(), from + Move.BUCKETS_MAX);
                batches.add(
                        new Plan.Batch(
                                nodes.get(link.source()).name(),
                                nodes.get(link.target()).name(),
                                sorted.subList(from, to),
                                link.copy()));
            }
        });
        return batches;
    }
}
