package dev.plat.payments.store;

import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Judgement;
import dev.plat.payments.reconcile.MovementBook;
import dev.plat.payments.reconcile.Ours;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Movements in buckets of their own; what they are is booked where the payment lies, a payout in
 * the provider's bucket.
 *
 * <p>Threads: safe.
 */
public final class PostgresMovementBook implements MovementBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final String provider;
    private final ControlPoints points;
    private final MovementSql movements;
    private final ExpectedSql expected;
    private final MovementSubjects subjects;
    private final MovementPostings postings;
    private final Ledger ledger = new Ledger();

    /**
     * @param provider its name in rows and accounts
     */
    public PostgresMovementBook(Router router, String provider, ControlPoints points) {
        this.router = router;
        this.provider = provider;
        this.points = points;
        this.movements = new MovementSql(provider);
        this.expected = new ExpectedSql(provider);
        this.postings = new MovementPostings(provider);
        this.subjects = new MovementSubjects(provider, expected, postings, ledger);
    }

    /** One look over all shards says which are new: most have been read before. */
    @Override
    public int keep(List<Movement> told, Instant now) {
        if (told.isEmpty()) {
            return 0;
        }
        List<String> ids = told.stream().map(Movement::id).toList();
        Set<String> known = new HashSet<>();
        router.scatter(Deadline.in(SWEEP), tx -> movements.known(tx, ids))
                .parts()
                .forEach(known::addAll);
        int kept = 0;
        for (Movement movement : told) {
            boolean wanted =
                    !known.contains(movement.id())
                            && router.write(
                                    name(movement.id()), tx -> movements.insert(tx, movement, now));
            kept += wanted ? 1 : 0;
        }
        return kept;
    }

    @Override
    public List<String> due(Instant now, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> movements.due(tx, now, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Taken> take(String movement, Instant now, Duration lease) {
        return router.write(name(movement), tx -> movements.take(tx, movement, now, lease));
    }

    @Override
    public Judgement meet(
            Movement movement,
            Id subject,
            @Nullable String intent,
            Function<Optional<Ours>, Judgement> judge) {
        return router.write(subject, tx -> subjects.meet(tx, movement, subject, intent, judge));
    }

    @Override
    public void end(Movement movement, @Nullable Id subject, Judgement judgement) {
        boolean alone = subject == null || judgement instanceof Judgement.Suspense;
        boolean payout = alone && movement.kind() == Movement.Kind.PAYOUT;
        if (payout) {
            router.write(treasury(), tx -> post(tx, postings.alone(movement)));
            points.reach("payout.posted");
        }
        router.write(
                name(movement.id()),
                tx -> {
                    boolean first =
                            movements.update(
                                    tx,
                                    movement.id(),
                                    judgement.verdict(),
                                    text(subject),
                                    judgement.reason(),
                                    null);
                    return first && alone && !payout && post(tx, postings.alone(movement));
                });
    }

    private boolean post(Tx tx, List<Journal> journals) throws SQLException {
        if (!journals.isEmpty()) {
            ledger.post(tx, journals);
            points.reach("journal.posted");
        }
        return true;
    }

    @Override
    public void later(
            String movement, @Nullable Id subject, Verdict verdict, String reason, Instant due) {
        router.write(
                name(movement),
                tx -> movements.update(tx, movement, verdict, text(subject), reason, due));
    }

    private static @Nullable String text(@Nullable Id subject) {
        return subject == null ? null : subject.toString();
    }

    @Override
    public Optional<Instant> takeCursor(Instant now, Duration pause) {
        return router.write(treasury(), tx -> movements.takeCursor(tx, now, pause));
    }

    @Override
    public void advanceCursor(Instant seen) {
        router.write(
                treasury(),
                tx -> {
                    movements.advanceCursor(tx, seen);
                    return Boolean.TRUE;
                });
    }

    @Override
    public List<Overdue> overdue(Instant now, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> expected.overdue(tx, now, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Overdue::since))
                .limit(limit)
                .toList();
    }

    @Override
    public void expectLater(Overdue expectation, Optional<Instant> due) {
        router.write(
                expectation.subject(),
                tx -> {
                    expected.later(tx, expectation, due);
                    return Boolean.TRUE;
                });
    }

    private Name name(String movement) {
        return new Name(NameKind.PROVIDER_MOVEMENT, provider + ":" + movement);
    }

    private Name treasury() {
        return new Name(NameKind.PROVIDER, provider);
    }
}
