package dev.plat.building.accounts;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code session}: a sign-in that has not been ended. */
@MappedEntity("session")
record SessionRow(short bucket, @Id UUID sessionId, UUID accountId, Instant started) {}
