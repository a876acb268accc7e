package dev.plat.resources.engine;

/** How far a disk is trusted. It only gets worse while the process runs; the text is the name. */
public enum DiskState {
    /** Reads and writes. */
    ACTIVE,
    /**
     * A sync or a write failed. The kernel may have thrown the pages away and called them clean, so
     * asking again would lie: reads go on, writes are refused until somebody has looked.
     */
    SUSPECT,
    CLOSED
}
