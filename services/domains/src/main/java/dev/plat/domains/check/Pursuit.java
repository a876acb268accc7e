package dev.plat.domains.check;

import java.time.Duration;
import java.time.Instant;

/**
 * When a name that is not live yet is looked at again: often while its owner sits before the form,
 * then less and less, and for ever, because nothing is deleted silently. Checks 1 to {@value
 * #FIRST_CHECKS} come every two minutes, later ones after {@value #GROWTH} times the wait before,
 * at most four hours: 80 in seven days. The last of them finds it parked: looked at daily for 30
 * days and weekly from then on. A good check ends the pursuit; when the name breaks again, a new
 * one begins.
 *
 * @param since when it began
 * @param checks how many the schedule has made since; those that people asked for do not count
 */
public record Pursuit(Instant since, int checks) {

    private static final int FIRST_CHECKS = 10;
    private static final double GROWTH = 1.15;

    /** By then every wait is the longest; a name may be parked for years. */
    private static final int MOST_GROWTHS = 100;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final Duration ACTIVE = Duration.ofDays(7);
    private static final Duration DAILY = Duration.ofDays(30);

    /** How long somebody who pressed "check now" waits before the next press counts. */
    private static final Duration PRESS = Duration.ofSeconds(10);

    private static final Duration PAGE_WAIT = Duration.ofSeconds(5);

    /** Not checked yet; the first check is due at once. */
    public static Pursuit begin(Instant now) {
        return new Pursuit(now, 0);
    }

    public Pursuit checked() {
        return new Pursuit(since, checks + 1);
    }

    /** Whether a name that is not live at {@code now} counts as parked. */
    public boolean parked(Instant now) {
        return !now.isBefore(since.plus(ACTIVE));
    }

    /**
     * When the schedule's next check is due.
     *
     * @param now when the last one ended
     */
    public Instant next(Instant now) {
        if (checks == 0) {
            return since;
        }
        Instant parking = since.plus(ACTIVE);
        if (now.isBefore(parking)) {
            Instant next = now.plus(wait(checks));
            // The check that finds the name parked says so on time.
            return next.isAfter(parking) ? parking : next;
        }
        return now.plus(Duration.ofDays(now.isBefore(parking.plus(DAILY)) ? 1 : 7));
    }

    /** How long a person who asks for a check now is to be put off; zero when not at all. */
    public static Duration putOff(Instant lastCheck, Instant now) {
        Duration left = Duration.between(now, lastCheck.plus(PRESS));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * When a name is looked at whose page somebody has open; how long that counts is the page's.
     *
     * @param last when it was looked at
     * @param scheduled what {@link #next} said
     */
    public static Instant nextWhileOpen(Instant last, Instant scheduled) {
        Instant next = last.plus(PAGE_WAIT);
        return next.isAfter(scheduled) ? scheduled : next;
    }

    private static Duration wait(int checks) {
        double factor = Math.pow(GROWTH, Math.clamp(checks - FIRST_CHECKS, 0, MOST_GROWTHS));
        Duration grown = Duration.ofMillis((long) (factor * FIRST_WAIT.toMillis()));
        return grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
    }
}
