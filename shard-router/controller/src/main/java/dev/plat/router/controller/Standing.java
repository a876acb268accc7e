package dev.plat.router.controller;

import java.util.List;

/**
 * What a controller is doing, for people and probes.
 *
 * @param waiting why a tier, an order or a move does not go on just now
 */
record Standing(
        boolean leading,
        List<String> tiers,
        List<OrderLine> orders,
        List<String> moves,
        List<String> waiting) {

    static final Standing IDLE = new Standing(false, List.of(), List.of(), List.of(), List.of());

    /** An order that has not ended. */
    record OrderLine(String id, String tier, String state, String note) {}
}
