package dev.plat.chassis;

import dev.plat.schemas.Tier;
import java.util.Set;

/**
 * Which service this process is; each service provides one as a bean.
 *
 * @param name as other services look it up: {@code site-builder}
 * @param database the only database tier it touches
 * @param files the file tiers it reads or writes
 */
public record ServiceIdentity(String name, Tier database, Set<Tier> files) {}
