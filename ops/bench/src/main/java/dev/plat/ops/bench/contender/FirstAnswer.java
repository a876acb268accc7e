package dev.plat.ops.bench.contender;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The process: opens one contender, reads one row and says how long that took since the JVM began.
 * In a process of its own, because the second to start would find the first one's classes loaded.
 */
public final class FirstAnswer {

    static final String WORD = "first-answer-millis ";

    private FirstAnswer() {}

    /** The kind, ZooKeeper, a folder, and the shards' addresses in order. */
    public static void main(String[] arguments) throws SQLException {
        List<String> addresses = List.of(arguments).subList(3, arguments.length);
        List<Node> nodes =
                IntStream.range(0, addresses.size())
                        .mapToObj(i ->
                                new Node(
                                        Cluster.TIER,
                                        "shard-%02d".formatted(i),
                                        "zone",
                                        100,
                                        Node.State.ACTIVE,
                                        addresses.get(i)))
                        .toList();
        ContenderKind.Place place =
                new ContenderKind.Place(nodes, arguments[1], Cluster.ROOT, Path.of(arguments[2]));
        try (Contender contender = ContenderKind.valueOf(arguments[0]).open(place)) {
            contender.run(Operation.READ, new Bucket(1), 1);
            long began = ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println(WORD + (System.currentTimeMillis() - began));
        }
        System.exit(0);
    }

    /** How the process is started. */
    public static List<String> arguments(ContenderKind kind, ContenderKind.Place place) {
        return Stream.concat(
                        Stream.of(
                                FirstAnswer.class.getName(),
                                kind.name(),
                                place.zooKeeper(),
                                place.folder().toString()),
                        place.nodes().stream().map(Node::address))
                .toList();
    }

    /** What a process has said, in milliseconds. */
    public static long of(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(WORD))
                .mapToLong(line -> Long.parseLong(line.substring(WORD.length())))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no first answer: " + String.join("\n", lines)));
    }
}
