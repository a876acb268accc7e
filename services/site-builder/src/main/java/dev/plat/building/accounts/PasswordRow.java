package dev.plat.building.accounts;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code password}. */
@MappedEntity("password")
record PasswordRow(short bucket, @Id UUID accountId, String phc, Instant changed) {

    @Override
    public String toString() {
        return "PasswordRow[" + accountId + "]";
    }
}
