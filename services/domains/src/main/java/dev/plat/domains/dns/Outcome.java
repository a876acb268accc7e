package dev.plat.domains.dns;

import java.util.Optional;

/** What became of a change to a zone. */
public sealed interface Outcome {

    /** Done, and read back from the server that took it. */
    record Applied(long serial) implements Outcome {}

    /**
     * Somebody was there before; nothing was changed.
     *
     * @param serial the zone's now
     */
    record Stale(long serial) implements Outcome {}

    /**
     * The record is not there. What else was in the batch may be: servers drop what they do not
     * like and take the rest, so read before going on.
     *
     * @param record empty when it is the batch or the zone that was refused
     */
    record Refused(Optional<DnsRecord> record, String why) implements Outcome {}

    /** May have been done and may not: read, and decide then. */
    record Unknown(String why) implements Outcome {}

    static Outcome refused(String why) {
        return new Refused(Optional.empty(), why);
    }
}
