package dev.plat.resources.engine;

/**
 * What an operator wants to know of one disk.
 *
 * @param state how far it is trusted
 * @param resources kept
 * @param bytes of them
 * @param quarantined rows found damaged since the disk was formatted and not yet written again
 * @param freeBytes that puts may still take
 * @param sure false after an unclean stop: what is here is served, but "not here" proves nothing
 *     until the disk has been compared with its peers
 */
public record DiskHealth(
        DiskState state,
        long resources,
        long bytes,
        int quarantined,
        long freeBytes,
        boolean sure) {}
