package dev.plat.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.chaos.purchase.PurchaseLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever is killed, lost, told twice or pressed again: nobody is charged twice, nobody pays for
 * what they have not got, and every purchase ends. Here a few; {@code ops/plat chaos purchases} has
 * ten thousand.
 */
class NobodyPaysTwiceOrForNothingScenario {

    private static final int ORDERS = Integer.getInteger("plat.orders", 10);

    @Test
    void whateverGoesWrongWhileTheyBuy() throws Exception {
        long seed = Long.getLong("plat.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println(
                "replay: ops/plat chaos purchases --orders " + ORDERS + " --seed " + seed);
        Path folder =
                Files.createDirectories(
                                Path.of("target", "purchases-" + ProcessHandle.current().pid()))
                        .toAbsolutePath();

        PurchaseLab.Verdict verdict =
                new PurchaseLab(
                                new PurchaseLab.Settings(
                                        folder,
                                        ORDERS,
                                        Duration.ofHours(1),
                                        10,
                                        true,
                                        Set.of(),
                                        seed),
                                System.out)
                        .run();

        assertThat(verdict.bad()).isEmpty();
        assertThat(verdict.kinds()).isGreaterThan(5);
    }
}
