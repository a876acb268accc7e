package dev.plat.domains.registrar;

/** What is told by a command that tells nothing. */
public record Nothing() {}
