package dev.plat.domains.claim;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * Clock, randomness and ids of this room, handed in together.
 *
 * <p>Threads: safe when {@code random} is.
 */
record Entropy(InstantSource clock, RandomGenerator random, IdGenerator ids) {

    /** To the microsecond, as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Id claimId(Key name) {
        return ids.next(IdKind.CLAIM, name);
    }
}
