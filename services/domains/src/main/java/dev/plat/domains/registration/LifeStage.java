package dev.plat.domains.registration;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a name's registration has gone, for people who look. */
public enum LifeStage {
    ACTIVE,
    /** Past its date; the registry renews by itself and waits, and so do we, for the money. */
    EXPIRED,
    /** Deleted; it can still be restored, at the registry's price. */
    REDEMPTION,
    /** Nobody can do anything any more. */
    PENDING_DELETE,
    /** Free for everybody. */
    GONE;

    static final Duration REDEMPTION_TIME = Duration.ofDays(30);
    static final Duration PENDING_DELETE_TIME = Duration.ofDays(5);

    /**
     * The stage at one moment.
     *
     * @param paidUntil what the customer has paid for; the registry's own date may be a year later
     * @param deleted when we deleted it, if we did
     */
    public static LifeStage at(Instant now, Instant paidUntil, @Nullable Instant deleted) {
        if (deleted == null) {
            return now.isBefore(paidUntil) ? ACTIVE : EXPIRED;
        }
        Instant redeemable = deleted.plus(REDEMPTION_TIME);
        if (now.isBefore(redeemable)) {
            return REDEMPTION;
        }
        return now.isBefore(redeemable.plus(PENDING_DELETE_TIME)) ? PENDING_DELETE : GONE;
    }
}
