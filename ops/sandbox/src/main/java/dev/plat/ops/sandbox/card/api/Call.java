package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.fault.Play;

/**
 * One call as the resources see it.
 *
 * @param id of the path, or empty
 * @param origin of the buyer's pages
 */
record Call(String id, Form form, Play play, String origin) {}
