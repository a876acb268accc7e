package dev.plat.domains.certificate;

import dev.plat.domains.schedule.Priority;
import java.time.Instant;

/**
 * Where an order stands in the line for its CA.
 *
 * @param counted whether it waits for a token of the CA's account
 * @param deadline among equals the earlier is served first
 */
public record Turn(Priority priority, boolean counted, Instant deadline) {}
