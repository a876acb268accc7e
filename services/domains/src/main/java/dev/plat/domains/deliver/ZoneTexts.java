package dev.plat.domains.deliver;

import dev.plat.router.core.Deadline;

/**
 * Text records in zones of ours. Values stand side by side; each is put and taken away by itself.
 *
 * <p>Threads: safe; blocking.
 */
public interface ZoneTexts {

    /**
     * Returns when every name server shows it; again changes nothing.
     *
     * @param host of the record
     * @throws dev.plat.schemas.PlatException {@code not-found} when no zone of ours has that name,
     *     {@code try-again} when not every server shows it in time
     */
    void put(String host, String value, Deadline deadline);

    /** Takes this value away and leaves others; one that is not there is fine. */
    void remove(String host, String value, Deadline deadline);
}
