package dev.plat.ops.sandbox.card.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Which objects to list, newest first.
 *
 * @param kind their {@code object}
 * @param like fields that must be equal
 * @param types any of these, if there are any
 * @param since seconds, included
 * @param until seconds, included
 * @param after the id below which the page begins
 * @param before the id above which the page ends
 */
public record Filter(
        String kind,
        ObjectNode like,
        List<String> types,
        long since,
        long until,
        int limit,
        Optional<String> after,
        Optional<String> before) {

    public Filter {
        types = List.copyOf(types);
    }
}
