package dev.plat.domains.registration;

/** Ours at the registry, by which it tells whose a name is. */
public record RegistrarId(String value) {}
