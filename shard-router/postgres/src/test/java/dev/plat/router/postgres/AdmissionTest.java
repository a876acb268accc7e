package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Bucket WHALE = new Bucket(1);
    private static final Duration SOON = Duration.ofMillis(20);

    // 30 for one shard, 7 for one bucket.
    private final Admission admission = new Admission(40);

    @Test
    void oneBucketGetsAQuarterOfItsShard() throws Exception {
        fill("a", WHALE, 7);

        assertThatThrownBy(() -> admission.enter("a", WHALE, Deadline.in(SOON)))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
        for (int i = 2; i < 25; i++) {
            enter("a", new Bucket(i));
        }
    }

    @Test
    void aFullShardDoesNotStarveAnother() throws Exception {
        for (int i = 0; i < 30; i++) {
            enter("a", new Bucket(i));
        }

        assertThatThrownBy(() -> admission.enter("a", WHALE, Deadline.in(SOON)))
                .isInstanceOf(PlatException.class);
        for (int i = 0; i < 10; i++) {
            enter("b", new Bucket(100 + i));
        }
    }

    @Test
    void nobodyWaitsLongerThanASecond() throws Exception {
        fill("a", WHALE, 7);
        long start = System.nanoTime();

        assertThatThrownBy(() -> admission.enter("a", WHALE, Deadline.in(Duration.ofMinutes(1))))
                .isInstanceOf(PlatException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(990), Waits.scaled(Duration.ofSeconds(5)));
    }

    @Test
    void aShardThatIsAwayIsShutAndThenTriedByOneAtATime() throws Exception {
        for (int i = 0; i < ShardDoor.FAILURES_MAX; i++) {
            assertThat(admission.door("a").shut()).isFalse();
            try (Admission.Permit permit = enter("a", WHALE)) {
                permit.failed(new Refusal.Away());
            }
        }
        assertThat(admission.door("a").shut()).isTrue();
        enter("b", WHALE).close();

        Admission.Permit scout = admission.enter("a", WHALE, soonEnough());
        assertThatThrownBy(() -> admission.enter("a", new Bucket(2), Deadline.in(SOON)))
                .isInstanceOf(Admission.Shut.class);
        scout.failed(new Refusal.Away());
        scout.close();
        assertThatThrownBy(() -> admission.enter("a", new Bucket(2), Deadline.in(SOON)))
                .as("shut for twice as long as before")
                .isInstanceOf(Admission.Shut.class);

        Admission.Permit second = admission.enter("a", WHALE, soonEnough());
        second.answered();
        assertThat(admission.door("a").shut()).isFalse();
        enter("a", new Bucket(2)).close();
        second.close();
    }

    @Test
    void whoWaitsForAShardThatIsAwayGetsInWhenItAnswers() throws Exception {
        for (int i = 0; i < ShardDoor.FAILURES_MAX; i++) {
            try (Admission.Permit permit = enter("a", WHALE)) {
                permit.failed(new Refusal.Away());
            }
        }
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Bucket bucket = new Bucket(i);
            waiting.add(
                    Thread.startVirtualThread(() -> {
                        try (Admission.Permit permit = admission.enter("a", bucket, soonEnough())) {
                            permit.answered();
                        } catch (Admission.Shut e) {
                            throw new IllegalStateException(e);
                        }
                    }));
        }

        for (Thread thread : waiting) {
            assertThat(thread.join(Waits.scaled(Duration.ofSeconds(5)))).isTrue();
        }
        assertThat(admission.door("a").shut()).isFalse();
    }

    @Test
    void aShardThatTimesOutIsGivenLessAndGetsItBackCallByCall() throws Exception {
        try (Admission.Permit permit = enter("a", WHALE)) {
            permit.failed(new Refusal.Cancelled());
        }
        assertThat(admission.door("a").cap()).isEqualTo(23);
        fill("a", WHALE, 5);
        assertThatThrownBy(() -> admission.enter("a", WHALE, Deadline.in(SOON)))
                .as("a quarter of 23")
                .isInstanceOf(PlatException.class);

        for (int i = 0; i < 23; i++) {
            try (Admission.Permit permit = enter("a", new Bucket(9))) {
                permit.answered();
            }
        }

        assertThat(admission.door("a").cap()).isEqualTo(24);
    }

    private void fill(String shard, Bucket bucket, int calls) throws Exception {
        for (int i = 0; i < calls; i++) {
            enter(shard, bucket);
        }
    }

    private Admission.Permit enter(String shard, Bucket bucket) throws Exception {
        return admission.enter(shard, bucket, Deadline.in(Waits.scaled(Duration.ofMillis(200))));
    }

    private static Deadline soonEnough() {
        return Deadline.in(Waits.scaled(Duration.ofSeconds(3)));
    }
}
