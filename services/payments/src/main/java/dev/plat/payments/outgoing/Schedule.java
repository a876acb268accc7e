package dev.plat.payments.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * When a delivery that was not taken is tried again: after 1 minute, 2 × 5, 5 × 10, then 5 × 1 hour
 * and 11 × 6, each up to a tenth longer, so that what failed together does not come back together.
 * Together three days.
 *
 * <p>Threads: safe when {@code random} is.
 */
final class Schedule {

    private static final List<Duration> PAUSES =
            Stream.of(
                            many(1, Duration.ofMinutes(1)),
                            many(2, Duration.ofMinutes(5)),
                            many(5, Duration.ofMinutes(10)),
                            many(5, Duration.ofHours(1)),
                            many(11, Duration.ofHours(6)))
                    .flatMap(List::stream)
                    .toList();

    private static final int LONGER = 10;

    private final RandomGenerator random;

    Schedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The pause after a try.
     *
     * @param tries how many there were, 1 or more
     * @param wanted what the endpoint asked for, believed up to the longest pause there is
     * @return empty after the last
     */
    Optional<Duration> pause(int tries, Duration wanted) {
        if (tries > PAUSES.size()) {
            return Optional.empty();
        }
        Duration usual = PAUSES.get(tries - 1);
        Duration most = PAUSES.getLast();
        Duration asked = wanted.compareTo(most) < 0 ? wanted : most;
        Duration pause = asked.compareTo(usual) > 0 ? asked : usual;
        return Optional.of(pause.plusMillis(random.nextLong(pause.toMillis() / LONGER + 1)));
    }

    private static List<Duration> many(int times, Duration pause) {
        return Stream.generate(() -> pause).limit(times).toList();
    }
}
