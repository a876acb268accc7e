package dev.plat.payments.outgoing;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.Optional;

/**
 * An event on its way to an endpoint.
 *
 * @param sequence of the endpoint's events, from 1 on, in the order in which they were written
 * @param told when it happened
 * @param due when it is tried next; empty when it is over
 * @param verdict {@code delivered parked}, or empty while it is not over
 * @param answer what was heard last, a status or why there was none; empty before the first try
 */
public record Delivery(
        Id event,
        String type,
        long sequence,
        Instant told,
        int tries,
        Optional<Instant> due,
        Optional<String> verdict,
        Optional<String> answer) {}
