package dev.plat.hosting.serve;

/**
 * Where visitors are met.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one
 */
public record EdgeSettings(String bind, int port) {}
