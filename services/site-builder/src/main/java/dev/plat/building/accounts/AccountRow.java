package dev.plat.building.accounts;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code account}; {@code epoch} rises to end all of the account's tickets. */
@MappedEntity("account")
record AccountRow(short bucket, @Id UUID accountId, String email, long epoch, Instant created) {}
