package dev.plat.domains.check;

import dev.plat.router.core.Deadline;

/** Answers about any name, as visitors get them. */
@FunctionalInterface
interface Resolving {

    /**
     * Asks.
     *
     * @param unchecked whether what has wrong signatures is wanted too
     */
    Reply ask(String name, int type, boolean unchecked, Deadline deadline);
}
