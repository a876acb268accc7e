package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Side;

/** What logical decoding makes of one change of a row. */
sealed interface Change {

    int bucket();

    record Insert(int bucket, int id) implements Change {}

    /** An update carries the whole new row, as PostgreSQL's does. */
    record Count(int bucket, int value) implements Change {}

    record Delete(int bucket) implements Change {}

    /** Published whatever the filter says. */
    record Marker(int bucket, Side giver, int n) implements Change {}
}
