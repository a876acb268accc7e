package dev.plat.domains.registration;

import dev.plat.domains.name.HostName;
import dev.plat.domains.registrar.Secret;
import dev.plat.schemas.Id;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A name that somebody wants.
 *
 * @param effect the buyer's key
 * @param site which it shall lead to; null: none
 * @param code by which it is brought over from another registrar; null: it is bought
 * @param life for how long it is kept from others
 */
record Wish(
        Id account,
        String effect,
        HostName name,
        int years,
        @Nullable Id site,
        @Nullable Secret code,
        Duration life) {}
