package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Picks the rows stored longest ago that together free a number of bytes, in one walk, holding only
 * what it would pick: a newer row leaves as soon as the others suffice without it.
 */
final class Oldest {

    private final PriorityQueue<ListRow> newestFirst =
            new PriorityQueue<>(Comparator.comparingLong(ListRow::storedMillis).reversed());
    private final long wanted;
    private final Predicate<Locator> keep;
    private long bytes;

    Oldest(long wantedBytes, Predicate<Locator> keep) {
        this.wanted = wantedBytes;
        this.keep = keep;
    }

    void offer(ListRow row) {
        if (wanted <= 0 || keep.test(row.at())) {
            return;
        }
        newestFirst.add(row);
        bytes += row.length();
        ListRow newest = newestFirst.peek();
        while (newest != null && bytes - newest.length() >= wanted) {
            bytes -= newest.length();
            newestFirst.remove();
            newest = newestFirst.peek();
        }
    }

    List<ListRow> chosen() {
        return List.copyOf(newestFirst);
    }
}
