package dev.plat.hosting.serve;

import org.jspecify.annotations.Nullable;

/**
 * Where visitors are met.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one
 * @param publicPort in URLs; null for the one listened on
 * @param tlsPort 0 takes a free one
 * @param tlsPublicPort in URLs; null for the one listened on
 */
public record EdgeSettings(
        String bind,
        int port,
        @Nullable Integer publicPort,
        int tlsPort,
        @Nullable Integer tlsPublicPort) {}
