package dev.plat.ops.sandbox.registry.book;

import java.time.Instant;
import java.util.Comparator;

/** When something will happen to a name by itself. */
record Due(Instant at, String name) implements Comparable<Due> {

    private static final Comparator<Due> ORDER =
            Comparator.comparing(Due::at).thenComparing(Due::name);

    @Override
    public int compareTo(Due other) {
        return ORDER.compare(this, other);
    }
}
