package dev.plat.router.core.move.model;

/**
 * What a shard holds of a bucket: rows that were inserted, each with a number of its own, and one
 * counter that is read and written back.
 *
 * @param ids a bit for each row
 * @param counter −1 for no such row
 */
record Content(long ids, int counter) {

    static final Content EMPTY = new Content(0, -1);

    boolean has(int id) {
        return (ids & 1L << id) != 0;
    }

    Content with(int id) {
        return new Content(ids | 1L << id, counter);
    }

    Content counting(int value) {
        return new Content(ids, value);
    }
}
