package dev.plat.chassis.data;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** Any table of the tier will do. */
@MappedEntity("account")
record ProbeRow(short bucket, @Id UUID accountId, String email, long epoch, Instant created) {}
