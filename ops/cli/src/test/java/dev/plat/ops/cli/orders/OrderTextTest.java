package dev.plat.ops.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an operator reads, word for word. */
class OrderTextTest {

    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(1, 2);

    @Test
    void anOrderUnderWaySaysHowFarItIsAndWhatCanBeUndone() {
        OrderSight sight =
                sight(Order.State.RUNNING, soaking(FIRST), moving(SECOND, Move.Step.VERIFIED));

        assertThat(OrderText.drawn(sight, Optional.of(Duration.ofSeconds(95))))
                .containsExactly(
                        "rebalance-7    [███████████████████████ ]  93 %  running: 12 of 16 buckets"
                                + " over · about 1 min 35 s left",
                        "               building-2 → building-3 cutting over 4/8 · copied 3.0 MiB of"
                                + " 4.0 MiB · behind 512 B · pause p50 4.1 p99 12.3 max 15.0 ms",
                        "               can be undone: everything: buckets that are over are carried"
                                + " back, each with a short pause");
    }

    @Test
    void anOrderThatSoaksSaysUntilWhenItCanGoBackAndHowToEndThat() {
        OrderSight sight = sight(Order.State.SOAKING, soaking(FIRST), soaking(SECOND));

        assertThat(OrderText.rested(sight))
                .containsExactly(
                        "rebalance-7 (rebalance, tier building): all 16 buckets are over · pause p50"
                                + " 4.1 p99 12.3 max 15.0 ms.",
                        "  The way back stays open for 10 min: plat shard rollback rebalance-7",
                        "  To end that sooner and clean up: plat shard finish rebalance-7");
    }

    @Test
    void anOrderThatWaitsSaysForWhat() {
        Order order = order(Order.State.ORDERED);

        assertThat(
                        OrderText.plain(
                                new OrderSight(order, List.of(), Optional.of("drain-2")),
                                Optional.empty()))
                .isEqualTo("rebalance-7   0 %  waits for drain-2, which is carried out first");
        assertThat(
                        OrderText.plain(
                                new OrderSight(order, List.of(), Optional.empty()),
                                Optional.empty()))
                .isEqualTo("rebalance-7   0 %  waits for the controller");
    }

    @Test
    void endsAreToldInOneSentence() {
        assertThat(rested(Order.State.DONE, "")).contains("done, 16 buckets moved and cleaned up");
        assertThat(rested(Order.State.DONE, "it was empty already"))
                .isEqualTo("rebalance-7 (rebalance, tier building): done; it was empty already.");
        assertThat(rested(Order.State.UNDONE, "")).endsWith("undone, everything is as it was.");
        assertThat(rested(Order.State.REFUSED, "no room")).endsWith("refused: no room");
    }

    @Test
    void aLogGetsALineForEachThingAReaderWouldWantToKnowAndNoMore() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Screen screen =
                new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), Screen.Reader.LOG);

        screen.show(List.of(sight(Order.State.RUNNING, moving(FIRST, Move.Step.LINKED))), 0);
        screen.show(List.of(sight(Order.State.RUNNING, moving(FIRST, Move.Step.LINKED))), 1);
        screen.show(List.of(sight(Order.State.RUNNING, moving(FIRST, Move.Step.VERIFIED))), 2);
        screen.rest(List.of(sight(Order.State.UNDONE)));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("rebalance-7  16 %  running: 0 of 16"),
                        line -> assertThat(line).startsWith("rebalance-7  43 %  running: 4 of 16"),
                        line -> assertThat(line).contains("undone"));
    }

    @Test
    void aTerminalIsDrawnOver() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Screen screen =
                new Screen(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        Screen.Reader.TERMINAL);

        screen.show(List.of(sight(Order.State.RUNNING, moving(FIRST, Move.Step.LINKED))), 0);
        screen.show(List.of(sight(Order.State.SOAKING, soaking(FIRST))), 1);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("\u001b[3A\u001b[2Krebalance-7");
    }

    @Test
    void programsGetEveryFieldInEveryEvent() throws Exception {
        String running =
                OrderJson.line(
                        "progress",
                        sight(Order.State.RUNNING, moving(FIRST, Move.Step.VERIFIED)),
                        Optional.of(Duration.ofMillis(1500)));
        String ordered =
                OrderJson.line(
                        "progress",
                        new OrderSight(order(Order.State.ORDERED), List.of(), Optional.empty()),
                        Optional.empty());

        assertThat(running)
                .contains(
                        "\"event\":\"progress\",\"order\":\"rebalance-7\",\"verb\":\"rebalance\","
                                + "\"tier\":\"building\",\"state\":\"running\"",
                        "\"bucketsOver\":4,\"bucketsTotal\":16",
                        "\"pauseMicrosP50\":4100,\"pauseMicrosP99\":12300,\"pauseMicrosMax\":15000",
                        "\"step\":\"verified\",\"phase\":\"cutting over\"",
                        "\"etaMillis\":1500");
        assertThat(fields(ordered)).isEqualTo(fields(running));
    }

    @Test
    void anEstimateIsMadeFromThePaceSinceItWasFirstSeen() {
        Estimate estimate = new Estimate();

        assertThat(estimate.left(0.2, 0)).isEmpty();
        assertThat(estimate.left(0.21, seconds(1))).isEmpty();
        assertThat(estimate.left(0.6, seconds(4))).contains(Duration.ofSeconds(4));
    }

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }

    private static List<String> fields(String line) {
        return Pattern.compile("\"(\\w+)\":")
                .matcher(line)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String rested(Order.State state, String note) {
        OrderSight sight =
                new OrderSight(order(state).with(state, note), List.of(), Optional.empty());
        return String.join("\n", OrderText.rested(sight));
    }

    private static OrderSight sight(Order.State state, MoveProgress... moves) {
        List<Optional<MoveProgress>> all =
                IntStream.range(0, 2)
                        .mapToObj(i ->
                                i < moves.length
                                        ? Optional.of(moves[i])
                                        : Optional.<MoveProgress>empty())
                        .toList();
        return new OrderSight(order(state), all, Optional.empty());
    }

    private static Order order(Order.State state) {
        return new Order(
                "rebalance-7",
                Order.Verb.REBALANCE,
                Tier.BUILDING,
                Map.of(),
                state,
                List.of(batch("building-1", 0), batch("building-2", 8)),
                List.of(FIRST, SECOND),
                Duration.ofMinutes(10),
                0,
                Instant.EPOCH,
                "somebody",
                "");
    }

    private static Plan.Batch batch(String source, int first) {
        return new Plan.Batch(
                source,
                "building-3",
                IntStream.range(first, first + 8).mapToObj(Bucket::new).toList(),
                0);
    }

    private static MoveProgress moving(UUID move, Move.Step step) {
        String phase = step == Move.Step.VERIFIED ? "cutting over" : "copying";
        return progress(move, step, phase, 4, 8, 3 << 20);
    }

    private static MoveProgress soaking(UUID move) {
        return progress(move, Move.Step.SOAKING, "soaking", 0, 0, 0);
    }

    private static MoveProgress progress(
            UUID move, Move.Step step, String phase, int done, int total, long bytes) {
        return new MoveProgress(
                move,
                Tier.BUILDING,
                move.equals(FIRST) ? "building-1" : "building-2",
                "building-3",
                step,
                phase,
                done,
                total,
                bytes,
                bytes == 0 ? 0 : 4 << 20,
                512,
                4_100,
                12_300,
                15_000,
                -1,
                "everything",
                "",
                Instant.EPOCH);
    }
}
