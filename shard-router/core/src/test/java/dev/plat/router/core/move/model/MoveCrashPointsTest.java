package dev.plat.router.core.move.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.model.Faults.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * One bucket, and instead of drawn faults every place where one can be: at each effect of a
 * controller each kind of fault and the crash of each server, and each pair of two kills.
 */
class MoveCrashPointsTest {

    private static final History.Shape SHAPE = new History.Shape(1, 0, 0, 0, 4);

    /** Undisturbed: to the end; back while cutting over; back before it; back from the soak. */
    private static final List<Integer> COURSES = List.of(0, 1, 3, 6);

    private static final int THERE_AND_BACK = 1;

    @Test
    void theCoursesGoWhereTheyAreSaidToGo() {
        assertThat(COURSES.stream().map(course -> undisturbed(course).outcome()))
                .containsExactly(Step.DONE, Step.UNDONE, Step.UNDONE, Step.UNDONE);
        assertThat(undisturbed(THERE_AND_BACK).points())
                .contains("grant.after", "rollback.started");
        assertThat(undisturbed(3).points()).doesNotContain("grant.after");
        assertThat(undisturbed(6).points()).contains("soak.started", "rollback.started");
    }

    @Test
    void aMoveEndsWhateverSingleEffectFails() {
        for (int course : COURSES) {
            int effects = run(course, new Planned());
            for (int place = 0; place < effects; place++) {
                for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.NONE))) {
                    run(course, new Planned().with(place, fault));
                }
                for (Side side : Side.values()) {
                    run(course, new Planned().with(place, side));
                }
            }
        }
    }

    @Test
    void aMoveEndsWhereverTwoControllersAreKilled() {
        int effects = run(THERE_AND_BACK, new Planned());
        for (int first = 0; first < effects; first++) {
            for (int second = first + 1; second <= effects; second++) {
                run(
                        THERE_AND_BACK,
                        new Planned()
                                .with(first, Fault.KILLED_LATE)
                                .with(second, Fault.KILLED_AFTER));
            }
        }
    }

    private static History undisturbed(int course) {
        History history = history(course, new Planned());
        history.run();
        return history;
    }

    private static History history(int course, Planned planned) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(course);
        History history = new History(random, SHAPE, Set.of(), planned);
        planned.in(history);
        return history;
    }

    private static int run(int course, Planned planned) {
        History history = history(course, planned);
        try {
            history.run();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "course " + course + ", " + planned + ": " + e.getMessage(), e);
        }
        assertThat(history.outcome().ended()).isTrue();
        return planned.effects();
    }
}
