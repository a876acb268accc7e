package dev.plat.domains.claim;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a name has come for the account that asked for it. */
enum NameStatus {
    /** Asked for; its proof has not been seen. */
    CLAIMED,
    /** Its proof stands; visitors do not come here yet, or another still holds it. */
    PROVEN,
    ROUTED,
    /** It was routed, and visitors have come to somewhere else for an hour. */
    MISROUTED,
    /** Not live after seven days: looked at daily, then weekly, for ever. */
    PARKED,
    RELEASED;

    /**
     * @param host the name's row when this claim holds it
     */
    static NameStatus of(Claim claim, @Nullable Host host, Instant now) {
        boolean parked = claim.pursuit().parked(now);
        return switch (claim.state()) {
            case OPEN -> parked ? PARKED : CLAIMED;
            case PROVEN -> PROVEN;
            case ENDED -> RELEASED;
            case HOLDING ->
                    switch (host == null ? Host.Routing.UNSEEN : host.routing()) {
                        case UNSEEN -> parked ? PARKED : PROVEN;
                        case ROUTED -> ROUTED;
                        case MISROUTED -> MISROUTED;
                    };
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
