package dev.plat.ops.bench.router;

import dev.plat.ops.bench.contender.Contender;
import dev.plat.ops.bench.contender.ContenderKind;
import dev.plat.ops.bench.contender.Operation;
import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Median;
import dev.plat.router.core.Node;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Round trips of each contender's transactions, counted on the way. */
final class Trips {

    private static final String ROOT = "/counted";
    private static final int WARM = 200;
    private static final int COUNTED = 301;

    private final Cluster cluster;
    private final Stretch stretch;

    Trips(Cluster cluster, Stretch stretch) {
        this.cluster = cluster;
        this.stretch = stretch;
    }

    /** For each, the trips of one transaction. */
    Map<ContenderKind, Map<Operation, Double>> count(Path folder, long seed) throws SQLException {
        Map<Integer, CountingLine> lines = new HashMap<>();
        try {
            List<Node> nodes = new ArrayList<>();
            for (Node node : cluster.nodes()) {
                nodes.add(behindALine(node, lines));
            }
            cluster.publish(ROOT, nodes);
            Map<ContenderKind, Map<Operation, Double>> found = new EnumMap<>(ContenderKind.class);
            for (ContenderKind kind : ContenderKind.values()) {
                var place =
                        new ContenderKind.Place(
                                nodes, cluster.zooKeeper(), ROOT, folder.resolve("counted"));
                try (Contender contender = kind.open(place)) {
                    found.put(kind, of(contender, lines, seed));
                }
            }
            return found;
        } finally {
            lines.values().forEach(CountingLine::close);
        }
    }

    private Map<Operation, Double> of(
            Contender contender, Map<Integer, CountingLine> lines, long seed) throws SQLException {
        Map<Operation, Double> found = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            stretch.run(contender, operation, WARM, seed);
            found.put(operation, median(contender, operation, lines, seed));
        }
        return found;
    }

    /**
     * Of single transactions: a pool that opens one more connection now and then does not count.
     */
    private double median(
            Contender contender, Operation operation, Map<Integer, CountingLine> lines, long seed)
            throws SQLException {
        List<Double> each = new ArrayList<>();
        for (int i = 1; i <= COUNTED; i++) {
            long before = sum(lines);
            stretch.run(contender, operation, 1, seed + i);
            each.add((double) (sum(lines) - before));
        }
        return Median.of(each).median();
    }

    private static long sum(Map<Integer, CountingLine> lines) {
        return lines.values().stream().mapToLong(CountingLine::trips).sum();
    }

    private static Node behindALine(Node node, Map<Integer, CountingLine> lines) {
        URI address = URI.create("postgresql://" + node.address());
        int port = address.getPort();
        CountingLine line = lines.computeIfAbsent(port, CountingLine::to);
        return new Node(
                node.tier(),
                node.name(),
                node.zone(),
                node.weight(),
                node.state(),
                "127.0.0.1:" + line.port() + address.getPath());
    }
}
