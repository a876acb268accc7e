package dev.plat.hosting.store;

/** How far a look-up may go. */
public enum Depth {
    /** Memory only: for an event loop. */
    MEMORY,
    /** Memory, this node's disk, then the file servers; blocking. */
    EVERYWHERE
}
