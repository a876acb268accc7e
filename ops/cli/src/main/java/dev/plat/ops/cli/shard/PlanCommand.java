package dev.plat.ops.cli.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.orders.OrderText;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.controller.planning.BucketText;
import dev.plat.router.controller.planning.Decision;
import dev.plat.router.controller.planning.OrderPlanning;
import dev.plat.router.controller.planning.Proposal;
import dev.plat.router.controller.planning.Surveyor;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an order would do. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Show what a rebalance, a drain (--drain) or a move (--buckets --to) would carry where, how",
            "much that is and about how long it would take. Changes nothing.",
            "Exit 1 when it would be refused."
        })
final class PlanCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--dry-run", description = "Said for clearness: it is never anything else.")
    @SuppressWarnings("UnusedVariable") // a plan is never anything else
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object a line, one for each batch.")
    private boolean asJson;

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Option(
            names = "--drain",
            paramLabel = "SHARD|SERVER",
            description = "What a drain of it would do.")
    private @Nullable String drain;

    @Option(
            names = "--buckets",
            paramLabel = "BUCKETS",
            description = "What a move of them would do…")
    private @Nullable String buckets;

    @Option(names = "--to", paramLabel = "SHARD", description = "…to this shard.")
    private @Nullable String to;

    @Override
    public Integer call() throws IOException {
        List<Tier> chosen = Desk.tiers(tiers);
        RunFile run = RunFile.require(cluster.data());
        boolean refused = false;
        try (Desk desk = new Desk(run)) {
            OrderPlanning planning =
                    new OrderPlanning(
                            desk.registry(), new Surveyor(run.secret("postgres.scan.password")));
            for (Order order : orders(desk, chosen)) {
                Proposal proposal = planning.propose(order, OrderCheck.inHand(desk, order.tier()));
                refused |= proposal.decision() instanceof Decision.Refused;
                print(order, proposal);
            }
        }
        return refused ? Exit.REFUSED : Exit.DONE;
    }

    private List<Order> orders(Desk desk, List<Tier> chosen) {
        if ((buckets == null) != (to == null) || (drain != null && buckets != null)) {
            throw PlatException.invalidField(
                    "plan",
                    "--drain, --buckets and --to as given",
                    "nothing (a rebalance), or --drain SHARD, or --buckets LIST --to SHARD");
        }
        if (drain != null) {
            return desk.shardsOf(drain).stream()
                    .map(shard ->
                            OrderOptions.sketch(
                                    Order.Verb.DRAIN, shard.tier(), Map.of("node", shard.name())))
                    .toList();
        }
        if (buckets != null && to != null) {
            Node target = desk.shard(to);
            Map<String, String> arguments =
                    Map.of(
                            "buckets",
                            BucketText.of(BucketList.parse(buckets)),
                            "target",
                            target.name());
            return List.of(OrderOptions.sketch(Order.Verb.MOVE, target.tier(), arguments));
        }
        return chosen.stream()
                .map(tier -> OrderOptions.sketch(Order.Verb.REBALANCE, tier, Map.of()))
                .toList();
    }

    private void print(Order order, Proposal proposal) throws IOException {
        switch (proposal.decision()) {
            case Decision.Refused(String note) -> say(order, "refused", note);
            case Decision.Satisfied(String note) -> say(order, "satisfied", note);
            case Decision.Carry(List<Plan.Batch> batches) -> {
                if (!asJson) {
                    System.out.println(OrderText.subject(order) + ":");
                }
                for (Plan.Batch batch : batches) {
                    print(order, batch, proposal);
                }
                if (!asJson) {
                    summary(batches, proposal);
                }
            }
        }
    }

    private void print(Order order, Plan.Batch batch, Proposal proposal) throws IOException {
        long bytes = bytes(batch, proposal);
        if (!asJson) {
            System.out.printf(
                    "  %-14s → %-14s %5d buckets  %10s%n",
                    batch.source(), batch.target(), batch.buckets().size(), OrderText.bytes(bytes));
            return;
        }
        ObjectNode line = line(order, "batch");
        line.put("source", batch.source());
        line.put("target", batch.target());
        line.put("buckets", batch.buckets().size());
        line.put("bucketList", BucketText.of(new TreeSet<>(batch.buckets())));
        line.put("bytes", bytes);
        line.put("estimateMillis", CarryTime.of(batch.buckets().size(), bytes).toMillis());
        System.out.println(JSON.writeValueAsString(line));
    }

    private static void summary(List<Plan.Batch> batches, Proposal proposal) {
        int moved = batches.stream().mapToInt(batch -> batch.buckets().size()).sum();
        long bytes = batches.stream().mapToLong(batch -> bytes(batch, proposal)).sum();
        System.out.printf(
                "  %d buckets, %s, about %s; write pauses are of one bucket each, some milliseconds%n",
                moved, OrderText.bytes(bytes), OrderText.duration(CarryTime.of(batches, bytes)));
        proposal.plan()
                .ifPresent(plan ->
                        plan.after()
                                .forEach(load ->
                                        System.out.printf(
                                                Locale.ROOT,
                                                "  afterwards %-14s %5d buckets  %+.1f %% of its weight%n",
                                                load.node(),
                                                load.buckets(),
                                                100 * (load.relative() - 1))));
    }

    private static long bytes(Plan.Batch batch, Proposal proposal) {
        return batch.buckets().stream()
                .mapToLong(bucket -> proposal.survey().bytes().getOrDefault(bucket, 0L))
                .sum();
    }

    private void say(Order order, String event, String note) throws IOException {
        if (asJson) {
            ObjectNode line = line(order, event);
            line.put("note", note);
            System.out.println(JSON.writeValueAsString(line));
        } else {
            System.out.println(OrderText.subject(order) + ": " + event + ": " + note);
        }
    }

    private static ObjectNode line(Order order, String event) {
        ObjectNode line = JSON.createObjectNode();
        line.put("event", event);
        line.put("verb", order.verb().name().toLowerCase(Locale.ROOT));
        line.put("tier", order.tier().text());
        return line;
    }
}
