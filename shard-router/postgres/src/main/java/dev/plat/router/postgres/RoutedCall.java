package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.TxWork;
import dev.plat.router.postgres.Attempt.Outcome;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of the router: attempts until one succeeds, the deadline passes, or waiting is of no
 * use. What each refusal asks for stands in {@link #react}; the numbers are those of the design: a
 * move pauses writes for tens of milliseconds, a dead mover's freeze ends after 500.
 *
 * <p>Threads: for one.
 */
final class RoutedCall<T> {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedCall.class);
    private static final int HOPS_MAX = 4;
    private static final Duration WAIT_FIRST = Duration.ofNanos(500_000);
    private static final Duration WAIT_MAX = Duration.ofMillis(8);
    private static final Duration CONFLICT_WAIT_MAX = Duration.ofMillis(32);
    private static final Duration THAW_AFTER = Duration.ofMillis(500);
    private static final Duration SUSPECT_AFTER = Duration.ofSeconds(1);
    private static final Duration AWAY_FIRST = Duration.ofMillis(5);
    private static final Duration AWAY_MAX = Duration.ofMillis(250);

    private final Shards shards;
    private final OwnerSearch search;
    private final Bucket bucket;
    private final Fence.Kind kind;
    private final Deadline deadline;
    private final TxWork<T> work;
    private final LastWord word;

    private int hops;
    private int conflicts;
    private int cancels;
    private int waits;
    private int losses;
    private boolean searched;
    private long firstWaitNanos;
    private long nextThawNanos;
    private @Nullable SQLException last;
    private @Nullable Pending<T> pending;

    /** A commit without an answer, that the next try will find out about. */
    private record Pending<T>(Outcome.Unsure<T> unsure, Node shard, int claims) {}

    RoutedCall(
            Shards shards,
            OwnerSearch search,
            Bucket bucket,
            Fence.Kind kind,
            Deadline deadline,
            TxWork<T> work) {
        this.shards = shards;
        this.search = search;
        this.bucket = bucket;
        this.kind = kind;
        this.deadline = deadline;
        this.work = work;
        this.word = new LastWord(shards.tier(), bucket);
    }

    T run() {
        try {
            return tryUntilDone();
        } catch (PlatException e) {
            Pending<T> open = pending;
            if (open == null
                    || !(work instanceof OnceWork<?> once)
                    || once.claims() > open.claims) {
                throw e;
            }
            return settle(open.unsure, open.shard).orElseThrow(() -> e);
        }
    }

    private T tryUntilDone() {
        while (!deadline.passed()) {
            Ownership owner = owner();
            Optional<Node> shard = shards.find(owner.shard());
            if (shard.isEmpty()) {
                away();
                continue;
            }
            Fence fence = new Fence(kind, bucket, owner.epoch());
            Outcome<T> outcome = attempt(shard.get(), fence);
            switch (outcome) {
                case Outcome.Done<T> done -> {
                    return done(done);
                }
                case Outcome.Refused<T> refused -> {
                    note(refused);
                    react(refused.refusal(), owner, shard.get());
                }
                case Outcome.Unsure<T> unsure when work instanceof OnceWork<?> once -> {
                    last = unsure.cause();
                    pending = new Pending<>(unsure, shard.get(), once.claims());
                    shards.pools().dropIdle(shard.get());
                    away();
                }
                case Outcome.Unsure<T> unsure -> {
                    Optional<T> value = settle(unsure, shard.get());
                    if (value.isPresent()) {
                        return value.get();
                    }
                }
            }
        }
        if (last == null) {
            deadline.check();
        }
        throw word.late(last);
    }

    /** What ends with the deadline at the pool's door says nothing about why it took so long. */
    private void note(Outcome.Refused<T> refused) {
        boolean ended = refused.refusal() instanceof Refusal.Full && deadline.passed();
        if (last == null || !ended) {
            last = refused.cause();
        }
    }

    private Outcome<T> attempt(Node shard, Fence fence) {
        try {
            return new Attempt<>(shards, shard, fence, deadline, work).run();
        } catch (PlatException e) {
            // Its time ended at the door, but it was no crowd that it had waited for.
            if (e.code() == ErrorCode.OVERLOADED && last != null && deadline.passed()) {
                throw word.late(last);
            }
            throw e;
        }
    }

    private Ownership owner() {
        Optional<Ownership> known = shards.topology().map(shards.tier()).find(bucket);
        if (known.isEmpty()) {
            askAll();
        }
        return shards.topology().map(shards.tier()).get(bucket);
    }

    private void react(Refusal refusal, Ownership asked, Node shard) {
        switch (refusal) {
            case Refusal.Wait _ -> await(shard);
            case Refusal.Unarmed _ -> {
                shards.topology().suspectStale(shards.tier());
                Pause.growing(AWAY_FIRST, losses++, AWAY_MAX, deadline);
            }
            case Refusal.Elsewhere(Ownership told) -> follow(asked, told);
            case Refusal.Unheard _ -> askAll();
            // Its caller could only do the same, with a longer way: the deadline is the only end.
            case Refusal.Conflict _ ->
                    Pause.growing(WAIT_FIRST, conflicts++, CONFLICT_WAIT_MAX, deadline);
            case Refusal.Cancelled _ -> {
                if (++cancels > 1) {
                    throw word.tooSlow(last);
                }
            }
            case Refusal.Away _ -> {
                shards.pools().dropIdle(shard);
                away();
            }
            case Refusal.Shut _ -> {
                // The wait was at the shard's gate.
                shards.topology().suspectStale(shards.tier());
                Pause.growing(WAIT_FIRST, 0, WAIT_MAX, deadline);
            }
            case Refusal.Full _ -> Pause.growing(AWAY_FIRST, losses++, AWAY_MAX, deadline);
        }
    }

    private void away() {
        shards.topology().suspectStale(shards.tier());
        Pause.growing(AWAY_FIRST, losses++, AWAY_MAX, deadline);
    }

    private void await(Node shard) {
        long now = System.nanoTime();
        if (waits == 0) {
            firstWaitNanos = now;
            nextThawNanos = now + THAW_AFTER.toNanos();
        }
        if (now - nextThawNanos >= 0) {
            nextThawNanos = now + THAW_AFTER.toNanos() / 5;
            thaw(shard);
        }
        if (now - firstWaitNanos >= SUSPECT_AFTER.toNanos()) {
            shards.topology().suspectStale(shards.tier());
        }
        Pause.growing(WAIT_FIRST, waits++, WAIT_MAX, deadline);
    }

    private void thaw(Node shard) {
        try {
            shards.ask(
                    shard,
                    deadline,
                    connection -> {
                        try (PreparedStatement statement =
                                connection.prepareStatement("SELECT plat.plat_thaw(?)")) {
                            statement.setShort(1, (short) bucket.number());
                            return statement.execute();
                        }
                    });
        } catch (SQLException e) {
            LOG.debug("bucket {} could not be thawed", bucket.number(), e);
        }
    }

    private void follow(Ownership asked, Ownership told) {
        shards.learn(bucket, told);
        boolean newer = shards.topology().map(shards.tier()).get(bucket).epoch() > asked.epoch();
        if (!newer || ++hops > HOPS_MAX) {
            askAll();
        }
    }

    /** The last resort; when it brings nothing new, nobody has the bucket. */
    private void askAll() {
        Optional<Ownership> before = shards.topology().map(shards.tier()).find(bucket);
        search.run(deadline);
        Optional<Ownership> after = shards.topology().map(shards.tier()).find(bucket);
        boolean nothingNew = before.equals(after) && searched;
        searched = true;
        if (after.isEmpty() || nothingNew) {
            throw word.unplaced(last);
        }
    }

    /** The value when it was committed, empty when it was not and may be tried again. */
    private Optional<T> settle(Outcome.Unsure<T> unsure, Node shard) {
        last = unsure.cause();
        shards.pools().dropIdle(shard);
        CommitFate.Fate fate =
                new CommitFate(shards).of(shard, unsure.xid(), unsure.life(), deadline);
        return switch (fate) {
            case COMMITTED -> Optional.of(done(unsure.ifCommitted()));
            case ROLLED_BACK -> Optional.empty();
            case UNKNOWN -> throw word.commitUnknown(unsure.cause());
        };
    }

    private static <T> T done(Outcome.Done<T> done) {
        for (Runnable action : done.afterCommit()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("an action after the commit failed", e);
            }
        }
        return done.value();
    }
}
