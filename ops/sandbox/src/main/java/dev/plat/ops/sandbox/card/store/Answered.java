package dev.plat.ops.sandbox.card.store;

/**
 * An answer that was given under a key, and is given again.
 *
 * @param digest of what was asked
 * @param request the first request's id
 */
public record Answered(String key, String digest, String request, int status, String body) {}
