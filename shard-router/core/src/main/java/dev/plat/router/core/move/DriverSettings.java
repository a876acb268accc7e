package dev.plat.router.core.move;

import java.time.Duration;

/**
 * The limits of a driver.
 *
 * @param poll between two looks at a copy or at the lag
 * @param lagBytesMax a bucket is frozen only when its link is at most this far behind: what is
 *     behind then must be applied inside the pause
 * @param markerLimit a freeze waits so long for its marker, then it is thawed; and a cutover so
 *     long before its freeze until the link has nothing left from before
 * @param tries of one bucket's cutover before the move is turned back
 * @param pauseFirst after the first failed try; doubles up to {@code pauseMost}
 * @param pauseMost between later tries
 * @param grantPatience a bucket that was handed over waits so long for its marker (a taker that
 *     crashed gets it again); nobody can write meanwhile, so then it goes back to the giver
 * @param troublePatience a link may complain so long before the move is turned back
 * @param verifiedFor an older comparison is made again before the cutover
 * @param batch buckets that are compared or cut over in one pause: a change of publications makes
 *     every client's server process look its tables up anew, so few of them are better
 * @param share of the time in which it compares and cuts over, above 0 and up to 1: the rest is for
 *     the servers' customers
 */
public record DriverSettings(
        Duration poll,
        long lagBytesMax,
        Duration markerLimit,
        int tries,
        Duration pauseFirst,
        Duration pauseMost,
        Duration grantPatience,
        Duration troublePatience,
        Duration verifiedFor,
        int batch,
        double share) {

    public static DriverSettings defaults() {
        return new DriverSettings(
                Duration.ofMillis(200),
                256 << 10,
                Duration.ofMillis(100),
                50,
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                8,
                0.25);
    }

    public DriverSettings {
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("share: above 0 and up to 1, found " + share);
        }
        if (tries < 1 || batch < 1 || lagBytesMax < 0) {
            throw new IllegalArgumentException(
                    "a driver needs at least one try and batches of at least one bucket");
        }
    }
}
