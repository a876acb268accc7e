package dev.plat.router.core.move;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The two links of a move as a driver watches them.
 *
 * <p>Threads: for one.
 */
final class Links {

    private final MoveWorld world;
    private final Pace pace;
    private final DriverSettings settings;
    private final Comparison comparison;
    private final Reporter reporter;
    private final Map<Side, Long> troubleSince = new EnumMap<>(Side.class);

    Links(
            MoveWorld world,
            Pace pace,
            DriverSettings settings,
            Comparison comparison,
            Reporter reporter) {
        this.world = world;
        this.pace = pace;
        this.settings = settings;
        this.comparison = comparison;
        this.reporter = reporter;
    }

    /** The link as it is; what was compared over a link that complains counts no more. */
    MoveWorld.Lag look(Side giver) {
        MoveWorld.Lag lag = world.lag(giver);
        reporter.lag(lag);
        if (lag.lost() || !lag.trouble().isEmpty()) {
            comparison.forget();
            troubleSince.putIfAbsent(giver, pace.nanos());
        } else {
            troubleSince.remove(giver);
        }
        return lag;
    }

    /**
     * The same for a link whose failure turns the move back.
     *
     * @throws MoveRefused when it is lost, or has complained for too long
     */
    MoveWorld.Lag lookOrRefuse(Side giver) throws MoveRefused {
        MoveWorld.Lag lag = look(giver);
        if (lag.lost()) {
            throw new MoveRefused(
                    "the replication link is lost ("
                            + lag.trouble()
                            + "); the copy is void. Start the move again");
        }
        if (!lag.trouble().isEmpty() && lasted(giver)) {
            throw new MoveRefused(
                    "the "
                            + giver.other().name().toLowerCase(Locale.ROOT)
                            + " cannot apply the changes that come to it: "
                            + lag.trouble()
                            + ". Mend the cause, then start the move again");
        }
        return lag;
    }

    /** Whether it is so little behind that a freeze would be short. */
    boolean close(MoveWorld.Lag lag) {
        return !lag.lost()
                && lag.trouble().isEmpty()
                && lag.copied()
                && lag.bytesBehind() <= settings.lagBytesMax();
    }

    private boolean lasted(Side giver) {
        long since = troubleSince.getOrDefault(giver, pace.nanos());
        return Duration.ofNanos(pace.nanos() - since).compareTo(settings.troublePatience()) >= 0;
    }
}
