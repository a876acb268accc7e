package dev.plat.domains.claim;

import dev.plat.domains.check.Seen;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a name serves: one row for each name that was ever held, since {@code version} may never go
 * back.
 *
 * @param holder null when the name is off every node
 * @param misses looks in a row that found visitors led elsewhere
 * @param missed the first of these
 */
record Host(
        String name,
        State state,
        long version,
        @Nullable Holder holder,
        Routing routing,
        int misses,
        @Nullable Instant missed,
        Instant changed) {

    private static final int MISSES = 3;
    private static final Duration MISSING_FOR = Duration.ofHours(1);

    /** Where it stands. */
    enum State {
        /** It serves its holder's site. */
        HELD,
        /** It is off, and not every node has said so. */
        LEAVING,
        /** It is on no node. */
        OFF
    }

    /** Where its visitors come to. */
    enum Routing {
        UNSEEN,
        ROUTED,
        MISROUTED
    }

    /**
     * For whom.
     *
     * @param redirectTo where visitors are sent; null: they see the site
     */
    record Holder(Id claim, Id account, Id site, @Nullable String redirectTo) {}

    Host {
        if ((state == State.OFF) != (holder == null)) {
            throw new IllegalArgumentException("who is off has no holder, and only who is off");
        }
    }

    static Host heldBy(Claim claim, long version, Instant now) {
        Holder holder = new Holder(claim.id(), claim.account(), claim.site(), claim.redirectTo());
        return new Host(claim.name(), State.HELD, version, holder, Routing.UNSEEN, 0, null, now);
    }

    boolean holds(Id claim) {
        return state == State.HELD && holder != null && holder.claim.equals(claim);
    }

    Host leaving(Instant now) {
        return new Host(name, State.LEAVING, version + 1, holder, Routing.UNSEEN, 0, null, now);
    }

    Host off(Instant now) {
        return new Host(name, State.OFF, version, null, Routing.UNSEEN, 0, null, now);
    }

    /** After a look at where visitors come to: three misses over an hour, or one hit. */
    Host seen(Seen here, Instant now) {
        return switch (here) {
            case UNKNOWN -> this;
            case YES -> new Host(name, state, version, holder, Routing.ROUTED, 0, null, changed);
            case NO -> missed(missed == null ? now : missed, now);
        };
    }

    private Host missed(Instant first, Instant now) {
        boolean lost =
                routing == Routing.ROUTED
                        && misses + 1 >= MISSES
                        && !now.isBefore(first.plus(MISSING_FOR));
        Routing then = lost ? Routing.MISROUTED : routing;
        return new Host(
                name, state, version, holder, then, Math.min(misses, 1_000) + 1, first, changed);
    }
}
