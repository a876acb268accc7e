package dev.plat.payments.reconcile;

import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.provider.Statement;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explains movements: asks whose one is, judges it where that lies, has ours fetched where it is
 * missing, and writes down what it is. It may end at any point; what is booked of a movement has a
 * key of its own, so another goes on from what is stored.
 *
 * <p>Threads: safe; many may work at once.
 */
public final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final int BATCH = 100;

    /** Three answers of a provider fit in. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_MAX = Duration.ofHours(1);

    /** What is not booked by then somebody must look at. */
    private static final Duration ALARM = Duration.ofHours(24);

    private final MovementBook book;
    private final Statement statement;
    private final Facts facts;
    private final Judge judge;
    private final Guards guards;
    private final InstantSource clock;
    private final ControlPoints points;

    /** What is asked and applied when ours does not have it. */
    interface Facts {

        /**
         * Asks how an attempt stands at the provider, and applies it.
         *
         * @return whether the provider said
         */
        boolean observe(Id attempt, Refs refs);

        /** The same of a refund. */
        boolean observe(Id refund);
    }

    public Reconciler(
            MovementBook book,
            Statement statement,
            AttemptDriver attempts,
            RefundDriver refunds,
            InstantSource clock,
            ControlPoints points) {
        this(book, statement, facts(attempts, refunds), Guards.ALL, clock, points);
    }

    Reconciler(
            MovementBook book,
            Statement statement,
            Facts facts,
            Guards guards,
            InstantSource clock,
            ControlPoints points) {
        this.book = book;
        this.statement = statement;
        this.facts = facts;
        this.judge = new Judge(guards);
        this.guards = guards;
        this.clock = clock;
        this.points = points;
    }

    private static Facts facts(AttemptDriver attempts, RefundDriver refunds) {
        return new Facts() {
            @Override
            public boolean observe(Id attempt, Refs refs) {
                return attempts.observe(attempt, refs);
            }

            @Override
            public boolean observe(Id refund) {
                return refunds.observe(refund);
            }
        };
    }

    /**
     * Explains what is due.
     *
     * @param turns runs each; a provider may take its time over them
     * @return how many were due
     */
    public int work(Executor turns) {
        List<String> due = book.due(clock.instant(), BATCH);
        due.forEach(movement -> turns.execute(() -> work(movement)));
        return due.size();
    }

    /** The same, and waits until they are done. */
    int workAll(ExecutorService turns) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        int due = work(turn -> done.add(CompletableFuture.runAsync(turn, turns)));
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
        return due;
    }

    /** Explains one, unless another does. */
    public boolean work(String id) {
        Optional<MovementBook.Taken> taken = book.take(id, clock.instant(), LEASE);
        if (taken.isEmpty()) {
            return false;
        }
        try {
            explain(taken.get());
        } catch (RuntimeException e) {
            LOG.warn("movement={} is taken up again later: {}", id, e.toString());
            later(taken.get(), null, Verdict.NEW, e.toString());
        }
        return true;
    }

    private void explain(MovementBook.Taken taken) {
        Movement movement = taken.movement();
        switch (movement.kind()) {
            case PAYOUT, FEE, OTHER -> end(movement, null, Judge.alone(movement));
            case CHARGE, REFUND, REFUND_FAILED, DISPUTE -> {
                switch (statement.look(movement)) {
                    case Sighting.OfAttempt(Id attempt, Refs refs) -> named(taken, attempt, refs);
                    case Sighting.OfRefund(Id refund) -> named(taken, refund, Refs.NONE);
                    case Sighting.Foreign(String reason) ->
                            end(movement, null, new Judgement.Suspense(reason));
                    case Sighting.Unclear(String reason) -> later(taken, null, Verdict.NEW, reason);
                }
            }
        }
    }

    private void named(MovementBook.Taken taken, Id subject, Refs refs) {
        Movement movement = taken.movement();
        Judgement judged = meet(movement, subject, refs, false);
        if (judged instanceof Judgement.MissingOurs && guards.fetched()) {
            boolean said = fetch(subject, refs);
            points.reach("movement.fetched");
            judged = meet(movement, subject, refs, said);
        }
        points.reach("movement.met");
        if (judged instanceof Judgement.MissingOurs(String reason)) {
            later(taken, subject, Verdict.MISSING_OURS, reason);
        } else {
            end(movement, subject, judged);
        }
    }

    private Judgement meet(Movement movement, Id subject, Refs refs, boolean asked) {
        return book.meet(
                movement,
                subject,
                refs.intent(),
                ours -> judge.of(movement, refs.intent(), ours, asked));
    }

    private boolean fetch(Id subject, Refs refs) {
        return switch (subject.kind()) {
            case ATTEMPT -> facts.observe(subject, refs);
            case REFUND -> facts.observe(subject);
            default -> throw new IllegalArgumentException("no subject: " + subject);
        };
    }

    private void end(Movement movement, @Nullable Id subject, Judgement judged) {
        book.end(movement, subject, judged);
        points.reach("movement.ended");
        if (!(judged instanceof Judgement.Matched)) {
            LOG.error(
                    "movement={} {} {} of {}: {}",
                    movement.id(),
                    judged.verdict().text(),
                    movement.amount(),
                    subject == null ? movement.source() : subject,
                    judged.reason());
        }
    }

    private void later(
            MovementBook.Taken taken, @Nullable Id subject, Verdict verdict, String reason) {
        Instant now = clock.instant();
        String id = taken.movement().id();
        if (!now.isBefore(taken.seen().plus(ALARM))) {
            LOG.error("movement={} is not explained for a day: {}", id, reason);
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(taken.tries(), 20));
        book.later(
                id,
                subject,
                verdict,
                reason,
                now.plus(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX));
    }
}
