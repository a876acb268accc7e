package dev.plat.resources.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.testkit.Samples;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

class OldestTest {

    @SeededTest(cases = 300)
    void theOldestRowsAreChosenAndNoMoreThanAreNeeded(Seed seed) {
        List<ListRow> rows =
                seed.list(
                        50,
                        () ->
                                new ListRow(
                                        Samples.key().locator(),
                                        seed.random().nextLong(1L << 40),
                                        seed.between(1, 100)));
        long wanted = seed.between(0, 1500);
        Oldest oldest = new Oldest(wanted, _ -> false);

        rows.forEach(oldest::offer);

        List<ListRow> expected = new ArrayList<>();
        long bytes = 0;
        for (ListRow row :
                rows.stream().sorted(Comparator.comparingLong(ListRow::storedMillis)).toList()) {
            if (bytes >= wanted) {
                break;
            }
            expected.add(row);
            bytes += row.length();
        }
        assertThat(oldest.chosen()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
