package dev.plat.building.handoff;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code handoff}: somebody is on the way. */
@MappedEntity("handoff")
record HandoffRow(
        short bucket,
        @Id UUID handoffId,
        UUID accountId,
        UUID sessionId,
        long epoch,
        String state,
        Instant expires) {}
