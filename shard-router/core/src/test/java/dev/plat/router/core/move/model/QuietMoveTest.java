package dev.plat.router.core.move.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveProgress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Moves that nothing disturbs: what they pass, and what they tell. */
class QuietMoveTest {

    private static final History.Shape QUIET = new History.Shape(2, 0, 0, 0, 8);
    private static final int NUMBERS = 60;

    @Test
    void aMovePassesItsControlPointsInTurn() {
        History done = first(Step.DONE);

        assertThat(done.points())
                .containsSubsequence(
                        "plan.stored",
                        "preflight.passed",
                        "import.marked",
                        "copy.started",
                        "copy.table",
                        "copy.all",
                        "lag.ok",
                        "verify.done",
                        "freeze.waiting",
                        "freeze.committed",
                        "marker.seen",
                        "moved.before",
                        "moved.after",
                        "grant.before",
                        "grant.after",
                        "map.before",
                        "map.after",
                        "soak.started",
                        "reverify.done",
                        "clean.rows",
                        "clean.done");
    }

    @Test
    void aMoveThatIsWishedBackPassesThoseOfTheWayBack() {
        TreeSet<String> passed = new TreeSet<>();
        for (int number = 0; number < NUMBERS; number++) {
            History history = history(number);
            if (history.outcome() == Step.UNDONE) {
                passed.addAll(history.points());
            }
        }

        assertThat(passed)
                .contains("rollback.started", "undo.aborted", "grant.after", "clean.done");
    }

    @Test
    void theLastThingTellsThatItIsDoneAndHowLongWritersWaited() {
        List<MoveProgress> told = first(Step.DONE).progress();
        MoveProgress cut =
                told.stream().filter(news -> news.step() == Step.SOAKING).findFirst().orElseThrow();

        assertThat(cut.pauseMicrosP50()).isPositive().isLessThanOrEqualTo(cut.pauseMicrosP99());
        assertThat(cut.pauseMicrosMax()).isGreaterThanOrEqualTo(cut.pauseMicrosP99());
        assertThat(cut.etaMillis()).isZero();
        assertThat(cut.undo()).startsWith("everything");
        assertThat(told.getLast().undo()).startsWith("nothing");
        assertThat(told).anySatisfy(news -> assertThat(news.phase()).isEqualTo("copying"));
        assertThat(told)
                .allSatisfy(news ->
                        assertThat(news.bucketsDone())
                                .isBetween(0, Math.max(0, news.bucketsTotal())));
    }

    private static History first(Step outcome) {
        return IntStream.range(0, NUMBERS)
                .mapToObj(QuietMoveTest::history)
                .filter(history -> history.outcome() == outcome)
                .findFirst()
                .orElseThrow();
    }

    private static History history(int number) {
        History history =
                new History(
                        RandomGeneratorFactory.of("L64X128MixRandom").create(number),
                        QUIET,
                        Set.of());
        history.run();
        return history;
    }
}
