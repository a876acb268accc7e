package dev.plat.domains.claim;

import dev.plat.domains.check.Seen;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands between one who has proven a name and the other who holds it; kept on the
 * challenger's claim. Decided by the DNS alone: the holder loses the name when its own record is
 * gone at two looks an hour apart. If that record was ever seen during the contest, the holder was
 * told then and has 72 hours first.
 *
 * @param with the holder's claim; with another holder it begins anew
 * @param told when the holder was told
 * @param missing since when the holder's record is gone
 */
record Contest(@Nullable Id with, @Nullable Instant told, @Nullable Instant missing) {

    static final Contest NONE = new Contest(null, null, null);

    /**
     * The delays that keep a short outage or a moment's access from moving a name.
     *
     * @param apart the two looks that find the holder's record gone
     * @param notice from telling the holder to the earliest move
     */
    record Delays(Duration apart, Duration notice) {

        static final Delays USUAL = new Delays(Duration.ofHours(1), Duration.ofDays(3));
    }

    /** The contest after a look that saw the challenger's proof, and this of the holder's. */
    Contest after(Id holder, Seen proof, Instant now) {
        Contest known = holder.equals(with) ? this : new Contest(holder, null, null);
        Instant before = known.told;
        Instant gone = known.missing;
        return switch (proof) {
            case YES -> new Contest(holder, before == null ? now : before, null);
            case NO -> new Contest(holder, before, gone == null ? now : gone);
            case UNKNOWN -> known;
        };
    }

    /** Whether the name moves now; asked of {@link #after} a look that found the record gone. */
    boolean decided(Seen holder, Delays delays, Instant now) {
        Instant gone = missing;
        Instant warned = told;
        return holder == Seen.NO
                && gone != null
                && !now.isBefore(gone.plus(delays.apart))
                && (warned == null || !now.isBefore(warned.plus(delays.notice)));
    }

    /** When it may be decided at the earliest, for people. */
    @Nullable Instant decidesAt(Delays delays) {
        Instant warned = told;
        return warned == null ? null : warned.plus(delays.notice);
    }
}
