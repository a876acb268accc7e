package dev.plat.ops.bench.budget;

/**
 * A stretch of time in which all router processes do the same.
 *
 * @param round pairs a phase without the whale with the one that has it
 * @param fromMillis after the common beginning
 */
record Phase(Kind kind, int round, long fromMillis, long millis) {

    enum Kind {
        /** Every bucket its share, unrecorded: pools fill, the JVM compiles. */
        WARM,
        /** Every caller of every process has a request under way, all the time. */
        FLOOD,
        /** Every bucket its share. */
        CALM,
        /** The same, and one bucket fifty times that. */
        WHALE
    }
}
