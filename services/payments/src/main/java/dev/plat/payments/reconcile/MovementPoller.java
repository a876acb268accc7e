package dev.plat.payments.reconcile;

import dev.plat.payments.provider.Movement;
import dev.plat.payments.provider.MovementPage;
import dev.plat.payments.provider.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the provider's list of movements each minute, a little further back than it has read, and
 * further when something that we booked is not shown. One process does at a time. How far it has
 * read is told by the provider's clock, and only once all up to there is kept.
 *
 * <p>Threads: safe.
 */
public final class MovementPoller {

    private static final Logger LOG = LoggerFactory.getLogger(MovementPoller.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Movements appear in the list a little after what they tell of. */
    private static final Duration BACK = Duration.ofMinutes(10);

    /** What we booked and the provider has not shown is looked for again so often. */
    private static final Duration AGAIN = Duration.ofHours(1);

    /** And given up as missing after this. */
    private static final Duration MISSING = Duration.ofHours(24);

    private static final int BATCH = 1000;

    /** A million: the list begins with the newest, so it is read to its end or not at all. */
    private static final int PAGES_MAX = 10_000;

    private final MovementBook book;
    private final Statement statement;
    private final Guards guards;
    private final InstantSource clock;

    public MovementPoller(MovementBook book, Statement statement, InstantSource clock) {
        this(book, statement, Guards.ALL, clock);
    }

    MovementPoller(MovementBook book, Statement statement, Guards guards, InstantSource clock) {
        this.book = book;
        this.statement = statement;
        this.guards = guards;
        this.clock = clock;
    }

    /**
     * Reads, when it is time.
     *
     * @return how many movements were new
     */
    public int poll() {
        return book.takeCursor(clock.instant(), EVERY)
                .map(seen -> read(guards.overlap() ? seen.minus(BACK) : seen))
                .orElse(0);
    }

    /**
     * Reads all since a moment, by the provider's clock.
     *
     * @return how many movements were new
     */
    public int read(Instant since) {
        Instant newest = since;
        Optional<String> before = Optional.empty();
        int found = 0;
        for (int page = 0; page < PAGES_MAX; page++) {
            Optional<MovementPage> told = statement.movements(since, before);
            if (told.isEmpty()) {
                return found;
            }
            List<Movement> movements = told.get().movements();
            found += book.keep(movements, clock.instant());
            for (Movement movement : movements) {
                newest = newest.isAfter(movement.created()) ? newest : movement.created();
                before = Optional.of(movement.id());
            }
            if (!told.get().more()) {
                book.advanceCursor(newest);
                return found;
            }
        }
        LOG.error("the provider's list of movements is longer than can be read at once");
        return found;
    }

    /** Looks again for what we booked and the provider has not shown. */
    public void search() {
        Instant now = clock.instant();
        List<MovementBook.Overdue> overdue = book.overdue(now, BATCH);
        overdue.stream()
                .map(MovementBook.Overdue::since)
                .min(Instant::compareTo)
                .ifPresent(since -> read(since.minus(BACK)));
        for (MovementBook.Overdue one : overdue) {
            boolean over = !now.isBefore(one.since().plus(MISSING));
            if (over) {
                LOG.error(
                        "{}={} was booked, and the provider shows no movement of it",
                        one.kind().text(),
                        one.subject());
            }
            book.expectLater(one, over ? Optional.empty() : Optional.of(now.plus(AGAIN)));
        }
    }
}
