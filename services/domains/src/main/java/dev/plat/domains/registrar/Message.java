package dev.plat.domains.registrar;

import java.time.Instant;

/**
 * What the registry has to say by itself. It comes again until it is acknowledged, and it may come
 * twice, late, or not at all.
 *
 * @param id by which it is acknowledged
 * @param waiting how many there are, this one included
 */
public record Message(String id, Instant at, String text, long waiting, News news) {

    /** What it is about. */
    public sealed interface News {

        /**
         * A create that was pending.
         *
         * @param step the {@link Step#text} of the create
         */
        record Decided(String name, boolean granted, String step) implements News {}

        record Moved(Transfer transfer) implements News {}

        /** Something that we do not act on. */
        record Other() implements News {}
    }
}
