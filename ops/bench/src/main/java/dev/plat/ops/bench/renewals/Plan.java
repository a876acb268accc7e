package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.CapacityOutlook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happens in the virtual years.
 *
 * @param names at the start; about as many stay
 * @param days of virtual time
 * @param newPerDay names that come, and as many that go
 * @param campaign names that come in one hour, in the middle of the run
 * @param asked whether the CA is asked for its windows (ARI)
 * @param rules how the CA counts
 * @param shortLived certificates of 160 hours instead of the announced 90, 64 and 45 days
 * @param outageDays of each of the two outages
 * @param scale the account's limit is divided by it, for fewer names
 */
public record Plan(
        Path folder,
        int names,
        Instant start,
        int days,
        int newPerDay,
        int campaign,
        boolean asked,
        Rules rules,
        boolean shortLived,
        int outageDays,
        int scale,
        long seed) {

    static final int DAY = 86_400;

    /** How a CA treats renewals. */
    public enum Rules {
        /** Free is what names the certificate it replaces; everything else counts like new. */
        PLAIN,
        /** As Boulder's source: free inside the window; same names of late are a renewal. */
        BOULDER,
        /** Free inside the window, and nothing else: the strictest reading. */
        NARROW
    }

    /** When Let's Encrypt's certificates get shorter, as announced. */
    List<CapacityOutlook.Step> lives() {
        if (shortLived) {
            return List.of(new CapacityOutlook.Step(Instant.EPOCH, Duration.ofHours(160)));
        }
        return List.of(
                new CapacityOutlook.Step(Instant.EPOCH, Duration.ofDays(90)),
                new CapacityOutlook.Step(
                        Instant.parse("2027-02-10T00:00:00Z"), Duration.ofDays(64)),
                new CapacityOutlook.Step(
                        Instant.parse("2028-02-16T00:00:00Z"), Duration.ofDays(45)));
    }

    int end() {
        return days * DAY;
    }

    /** The first second of each outage: one in the years of 64 days, one in those of 45. */
    int[] outages() {
        return new int[] {(int) (0.27 * end()), (int) (0.66 * end())};
    }

    /** How much of a stretch of time the CA was there. */
    int secondsThere(int from, int to) {
        int there = to - from;
        for (int begin : outages()) {
            there -= Math.max(0, Math.min(to, begin + outageDays * DAY) - Math.max(from, begin));
        }
        return there;
    }

    int campaignDay() {
        return days / 2;
    }

    /** When every certificate in use is revoked. */
    int revocation() {
        return (int) (0.85 * end());
    }

    Instant at(int second) {
        return start.plusSeconds(second);
    }

    int second(Instant instant) {
        return Math.toIntExact(instant.getEpochSecond() - start.getEpochSecond());
    }
}
