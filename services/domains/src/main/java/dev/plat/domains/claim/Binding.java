package dev.plat.domains.claim;

import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A site's wish for a name, in the site's bucket.
 *
 * @param generation of the account's claims on this name
 */
record Binding(
        Id site,
        String name,
        Id account,
        Id claim,
        int generation,
        State state,
        @Nullable String redirectTo,
        Instant created) {

    /** What the site says. */
    enum State {
        WANTED,
        /** The site is there and takes the name: the middle step of a hold. */
        ACCEPTED,
        RELEASED
    }

    boolean live() {
        return state != State.RELEASED;
    }
}
