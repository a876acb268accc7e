package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

class SeededTestTest {

    private final Set<Long> drawn = new HashSet<>();

    @SeededTest(cases = 50)
    void eachCaseDrawsSomethingNew(Seed seed) {
        assertThat(drawn.add(seed.random().nextLong())).isTrue();
    }

    @SeededTest(cases = 20)
    void theTextOfASeedDrawsTheSameAgain(Seed seed) {
        Seed again = Seed.parse(seed.toString());

        assertThat(again.bytes(100)).isEqualTo(seed.bytes(100));
        assertThat(again.between(1, 6)).isEqualTo(seed.between(1, 6));
    }

    @SeededTest(cases = 20)
    void aShortenedSeedCutsLengthsAndDrawsTheSameOtherwise(Seed seed) {
        Seed shorter = seed.limitedTo(3);

        assertThat(shorter.list(50, () -> 1)).hasSizeLessThanOrEqualTo(3);
        seed.length(50);
        assertThat(shorter.random().nextInt()).isEqualTo(seed.random().nextInt());
    }
}
