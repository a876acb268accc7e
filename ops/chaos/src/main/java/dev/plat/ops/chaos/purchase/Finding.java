package dev.plat.ops.chaos.purchase;

import java.util.List;

/**
 * One line of the audit's table.
 *
 * @param bad nothing may be
 * @param some of what was bad
 */
record Finding(String what, long bad, List<String> some) {

    static final int SHOWN_MAX = 5;

    Finding(String what, long bad) {
        this(what, bad, List.of());
    }
}
