package dev.plat.router.core.move.model;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.Set;

class MoveModelTest {

    @SeededTest(cases = 10_000)
    void aMoveEndsWithEveryAcknowledgedWriteOnceOnItsOnlyOwner(Seed seed) {
        History.Shape shape =
                new History.Shape(
                        seed.between(1, 3),
                        seed.length(6),
                        seed.length(4),
                        seed.chance(0.2) ? 1 : 0,
                        seed.length(12));

        new History(seed.random(), shape, Set.of()).run();
    }
}
