package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.DriverSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How long writers of a bucket wait at its cutover, with both servers syncing to disk. {@code
 * -Dplat.test.cutovers=512} for figures worth telling.
 */
@Servers(
        postgres = 2,
        own = true,
        settings = {"wal_level=logical", "fsync=on", "synchronous_commit=on"})
class CutoverPauseIT {

    private static final int CUTOVERS = Integer.getInteger("plat.test.cutovers", 24);
    private static final int WRITERS = 6;
    // On any machine: a freeze ends by itself after half a second.
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    @Test
    void aCutoverPausesTheWritersOfItsBucketForAMoment(PostgresServers servers) {
        MovingShards shards = MovingShards.install(servers, Tier.BUILDING, "building");
        int[] buckets = IntStream.range(0, CUTOVERS).map(i -> 100 + i).toArray();
        Rows.fill(shards, Side.SOURCE, 100);
        Laps laps = new Laps();
        try (PostgresRouter router = shards.router();
                Writers writers = new Writers(router, 7, WRITERS, buckets)) {
            writers.awaitMore(1000);
            Move move = shards.move(Duration.ZERO, buckets);
            long start = System.nanoTime();

            MoveRecord record = shards.drive(shards.newMover(laps), move, laps);

            double seconds = (System.nanoTime() - start) / 1e9;
            writers.stop();
            assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
            writers.assertNothingIsLost(shards);
            System.out.printf(
                    "%d cutovers by %d swaps in a move of %.1f s; callers: %s%n%s",
                    CUTOVERS, laps.count(), seconds, writers.waits(), laps.text());
            assertThat(laps.count())
                    .isBetween(CUTOVERS / DriverSettings.defaults().batch(), CUTOVERS);
            assertThat(laps.most()).isLessThan(PAUSE_MAX);
        }
        shards.leadAgain();
        MoveContract.assertNothingIsLeft(shards);
    }

    /** When the points of the last freeze were passed; a swap counts when it was granted. */
    private static final class Laps implements ControlPoints {

        private static final List<String> POINTS =
                List.of(
                        "freeze.committed",
                        "marker.seen",
                        "moved.after",
                        "grant.after",
                        "verify.thawed");

        private final Map<String, List<Long>> laps = new HashMap<>();
        private final Map<String, Long> now = new HashMap<>();

        @Override
        public void reach(String point) {
            if (point.equals("freeze.waiting")) {
                now.clear();
            }
            now.put(point, System.nanoTime());
            Long frozen = now.get("verify.frozen");
            if (point.equals("verify.thawed") && frozen != null) {
                laps.computeIfAbsent(point, _ -> new ArrayList<>()).add(System.nanoTime() - frozen);
            }
            Long waiting = now.get("freeze.waiting");
            if (point.equals("grant.after") && waiting != null) {
                for (String each : POINTS) {
                    Long at = now.get(each);
                    if (at != null && !each.equals("verify.thawed")) {
                        laps.computeIfAbsent(each, _ -> new ArrayList<>()).add(at - waiting);
                    }
                }
            }
        }

        int count() {
            return sorted("grant.after").size();
        }

        Duration most() {
            return Duration.ofNanos(sorted("grant.after").getLast());
        }

        /** From asking for the lock up to each point; of comparisons from the freeze. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (String point : POINTS) {
                List<Long> sorted = sorted(point);
                text.append(
                        "%-17s p50 %6.2f  p95 %6.2f  p99 %6.2f  max %6.2f ms%n"
                                .formatted(
                                        point,
                                        at(sorted, 0.5),
                                        at(sorted, 0.95),
                                        at(sorted, 0.99),
                                        at(sorted, 1)));
            }
            return text.toString();
        }

        private List<Long> sorted(String point) {
            List<Long> sorted = new ArrayList<>(laps.getOrDefault(point, List.of()));
            Collections.sort(sorted);
            return sorted;
        }

        private static double at(List<Long> sorted, double quantile) {
            return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * quantile)) / 1e6;
        }
    }
}
