package dev.plat.router.core.move.model;

/**
 * What keeps a move safe. A history without one of them is its failing twin: the search must find
 * what the guard is for, or the model is too weak to speak about it.
 */
enum Guard {
    /** A freeze's number stands in its marker and in the compare-and-set that ends it. */
    FREEZE_NO,
    /** Every effect holds the controller's number against the shard's. */
    CTL,
    /** The taker is made unable to take a bucket before the giver has it again. */
    UNDO_ORDER,
    /** A promoted shard refuses writes until it was held against the others. */
    TIMELINE,
    /** Arming makes a grant still under way impossible before it opens the giver's row. */
    ARMING_ABORTS,
    /** Above READ COMMITTED the fence takes the row lock, as its snapshot may be old. */
    ROW_LOCK,
    /** A freeze waits for the writers that have passed the fence. */
    DRAIN,
    /** The grant demands the marker of the freeze. */
    GRANT_MARKER,
    /**
     * What a mover sees of a shard's rows no crash forgets: it decides by it, and looks no more.
     */
    SEEN_IS_KEPT,
    /** A link that was made before a promotion grants nothing, whatever came over it. */
    LOST_LINK,
    /** A bucket is published by its owner only, from the very commit that changes the owner. */
    SWAP_FILTER,
    /** Of the buckets of one swap all are handed over or none: the publication loses them all. */
    WHOLE_SWAP,
    /** Links go before rows are deleted. */
    UNLINK_FIRST,
    /** What was copied is compared before the cutover. */
    VERIFY,
    /** What was compared is thrown away when its freeze ended meanwhile. */
    VERIFY_FREEZE
}
