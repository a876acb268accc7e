package dev.plat.ops.chaos.schema;

import dev.plat.ops.chaos.rig.Progress;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.Move;
import dev.plat.router.postgres.SchemaDrift;
import dev.plat.router.postgres.TierMigrations;
import dev.plat.router.postgres.move.MoveCheck;
import dev.plat.router.postgres.move.MoverSettings;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A change goes over many shards while somebody reads on each; an obstacle is planted on one of the
 * last ring. The change is run, looked at where it stopped, and run again without the obstacle.
 */
public final class SchemaRings {

    private static final String CHANGE = "dev/plat/ops/chaos/schema/change";
    private static final int HASH_SHOWN = 12;
    private static final int TENTH = 10;

    private final PrintStream out;

    public SchemaRings(PrintStream out) {
        this.out = out;
    }

    /**
     * One run.
     *
     * @param shards 20 or more
     */
    public record Settings(Path folder, int shards, Obstacle.Kind obstacle, long seed) {}

    /**
     * Where the change stopped.
     *
     * @param planted the shard with the obstacle
     * @param code of the error; empty when it did not stop
     * @param facts of the error
     * @param shardsByHash how many shards have which schema, by the first digits of its hash
     * @param untouched shards of the old schema, without the planted one
     * @param refusal what a move from the first to the planted shard was told; empty when it was
     *     not refused
     */
    public record Stop(
            String planted,
            String code,
            Map<String, Object> facts,
            Map<String, Long> shardsByHash,
            long untouched,
            String refusal) {}

    /**
     * What came of it.
     *
     * @param obstacle a lock is waited for, and the lanes beside it go on meanwhile: then there may
     *     be no shard behind it
     * @param changedFirst shards that the first run changed
     * @param changedThen shards that the second run changed
     * @param equal whether all shards are equal in the end
     * @param refusedThen what the same move is told in the end; empty when it could begin
     * @param longestMillis that a reader waited, on any shard but the planted
     * @param longestAtObstacleMillis that the planted shard's reader waited
     * @param readErrors of readers
     */
    public record Verdict(
            int shards,
            Obstacle.Kind obstacle,
            Stop stop,
            int changedFirst,
            int changedThen,
            boolean equal,
            String refusedThen,
            double longestMillis,
            double longestAtObstacleMillis,
            Map<String, String> readErrors) {

        public boolean holds() {
            return stop.code.equals("schema-stopped")
                    && stop.planted.equals(stop.facts.get("shard"))
                    && "all".equals(stop.facts.get("ring"))
                    && changedFirst + stop.untouched == shards - 1
                    && (stop.untouched > 0 || obstacle == Obstacle.Kind.LOCK)
                    && !stop.refusal.isEmpty()
                    && changedFirst + changedThen == shards
                    && equal
                    && refusedThen.isEmpty()
                    && readErrors.isEmpty();
        }
    }

    public Verdict run(Settings settings) throws SQLException {
        try (Rig rig = Rig.start(settings.folder, 2)) {
            ManyShards shards = ManyShards.make(rig, settings.shards, out);
            Node planted = drawn(shards.nodes(), settings.seed);
            String before = look(shards).usual();
            AtomicInteger first = new AtomicInteger();
            Stop stop;
            int then;
            try (Bystanders bystanders = new Bystanders(shards)) {
                try (Obstacle _ = Obstacle.plant(settings.obstacle, shards, planted)) {
                    Optional<PlatException> error = change(shards, first);
                    stop = stopped(rig, shards, planted, before, error);
                }
                out.println("stopped; the obstacle is taken away, and the same runs again");
                AtomicInteger second = new AtomicInteger();
                change(shards, second).ifPresent(error -> out.println(error.getMessage()));
                then = second.get();
                return verdict(rig, shards, settings.obstacle, stop, first.get(), then, bystanders);
            }
        }
    }

    private Verdict verdict(
            Rig rig,
            ManyShards shards,
            Obstacle.Kind obstacle,
            Stop stop,
            int first,
            int then,
            Bystanders bystanders) {
        String refused = refusal(rig, shards, stop.planted);
        boolean equal = look(shards).none();
        Map<String, Long> waits = bystanders.longestNanos();
        return new Verdict(
                shards.nodes().size(),
                obstacle,
                stop,
                first,
                then,
                equal,
                refused,
                waits.entrySet().stream()
                                .filter(wait -> !wait.getKey().equals(stop.planted))
                                .mapToLong(Map.Entry::getValue)
                                .max()
                                .orElse(0)
                        / 1e6,
                waits.getOrDefault(stop.planted, 0L) / 1e6,
                bystanders.errors());
    }

    /** In the last ring's first quarter: behind one near its end nothing may be left to begin. */
    private static Node drawn(List<Node> shards, long seed) {
        int from = 1 + (shards.size() + TENTH - 1) / TENTH;
        int quarter = (shards.size() - from) / 4;
        return shards.get(from + new SplittableRandom(seed).nextInt(quarter));
    }

    /** Runs it; empty when nothing stopped it. */
    private Optional<PlatException> change(ManyShards shards, AtomicInteger changed) {
        TierMigrations change = new TierMigrations(Rig.TIER, Rig.PASSWORDS.owner()).with(CHANGE);
        Progress progress = new Progress("shards looked at", shards.nodes().size(), out);
        AtomicInteger seen = new AtomicInteger();
        try {
            change.run(
                    shards.nodes(),
                    report -> {
                        synchronized (progress) {
                            changed.addAndGet(report.applied());
                            progress.at(
                                    seen.incrementAndGet(),
                                    "ring %s, %d changed".formatted(report.ring(), changed.get()));
                        }
                    });
            return Optional.empty();
        } catch (PlatException e) {
            return Optional.of(e);
        }
    }

    private static Stop stopped(
            Rig rig,
            ManyShards shards,
            Node planted,
            String before,
            Optional<PlatException> error) {
        SchemaDrift.Report drift = look(shards);
        long untouched =
                drift.hashes().entrySet().stream()
                        .filter(shard -> !shard.getKey().equals(planted.name()))
                        .filter(shard -> shard.getValue().equals(before))
                        .count();
        return new Stop(
                planted.name(),
                error.map(e -> e.code().text()).orElse(""),
                error.map(PlatException::facts).orElse(Map.of()),
                drift.hashes().values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        hash -> hash.substring(0, HASH_SHOWN),
                                        Collectors.counting())),
                untouched,
                refusal(rig, shards, planted.name()));
    }

    private static SchemaDrift.Report look(ManyShards shards) {
        return new SchemaDrift(Rig.PASSWORDS.owner()).look(shards.nodes());
    }

    /**
     * What a move of one bucket from the first shard is told before it begins; empty when it could
     * begin.
     */
    private static String refusal(Rig rig, ManyShards shards, String to) {
        Node from = shards.nodes().getFirst();
        MemoryTopology topology = new MemoryTopology(rig.cluster());
        shards.nodes().forEach(topology::put);
        BucketMap placement =
                BucketMap.firstPlacement(
                        Rig.TIER, shards.nodes().stream().map(Node::name).toList());
        Bucket bucket =
                placement.statements().entrySet().stream()
                        .filter(entry -> entry.getValue().shard().equals(from.name()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        try {
            new MoveCheck(MoverSettings.of(Rig.PASSWORDS.mover(), Rig.PASSWORDS.copy()), topology)
                    .check(
                            new Move(
                                    UUID.randomUUID(),
                                    Rig.TIER,
                                    from.name(),
                                    to,
                                    List.of(bucket),
                                    Duration.ZERO,
                                    0,
                                    ""));
            return "";
        } catch (PlatException e) {
            return e.getMessage();
        }
    }
}
