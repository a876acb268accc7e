package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives moves, {@value #AT_ONCE} at a time at most, and never two that share a shard: one at a
 * time is what the estimate is made of. None begins while one over the same servers is under way,
 * of whatever tier: each link decodes all that its server writes. A move whose shards do not answer
 * rests for a growing while and is driven again.
 *
 * <p>Threads: one calls; the moves run on their own.
 */
final class Carrier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
    private static final int AT_ONCE = 2;
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(15);

    private final Moves moves;
    private final Consumer<MoveProgress> progress;
    private final Runnable changed;
    private final LongSupplier nanos;
    private final Map<UUID, Known> known = new ConcurrentHashMap<>();
    private final Map<UUID, Move> running = new ConcurrentHashMap<>();
    private final Map<UUID, Move.Wish> told = new ConcurrentHashMap<>();

    /** Those that this term has begun or gone on with. */
    private final Set<UUID> begun = ConcurrentHashMap.newKeySet();

    private final Troubles<UUID> troubles;
    private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Superseded superseded;

    /**
     * A carrier with nothing to do yet.
     *
     * @param progress told of every step, on the moves' threads
     * @param changed called when a move has stopped for whatever reason
     * @param nanos a monotonic clock
     */
    Carrier(Moves moves, Consumer<MoveProgress> progress, Runnable changed, LongSupplier nanos) {
        this.moves = moves;
        this.progress = progress;
        this.changed = changed;
        this.nanos = nanos;
        this.troubles = new Troubles<>(nanos);
    }

    /**
     * A record as it was when it was read: its soak goes on meanwhile.
     *
     * @param atNanos when
     */
    private record Known(MoveRecord record, long atNanos) {

        MoveRecord at(long nowNanos) {
            Duration left = record.soakLeft().minusNanos(nowNanos - atNanos);
            return new MoveRecord(
                    record.move(),
                    record.step(),
                    record.wish(),
                    left.isNegative() ? Duration.ZERO : left,
                    record.why());
        }
    }

    /** Says what a database has about a move. */
    void know(MoveRecord record) {
        known.put(record.move().id(), new Known(record, nanos.getAsLong()));
    }

    /** By move; those of ended ones too. */
    Map<UUID, MoveRecord> records() {
        long now = nanos.getAsLong();
        Map<UUID, MoveRecord> records = new HashMap<>();
        known.forEach((move, record) -> records.put(move, record.at(now)));
        return records;
    }

    /** What keeps moves from going on. */
    Map<UUID, String> troubles() {
        return troubles.texts();
    }

    Collection<UUID> running() {
        return List.copyOf(running.keySet());
    }

    /**
     * Begins or goes on with those of them that can run now, and tells all of them the wish.
     *
     * @throws Superseded when a shard has said that another controller leads
     */
    void drive(List<Move> some, Move.Wish wish) {
        for (Move move : some) {
            check();
            if (running.containsKey(move.id())) {
                tell(move, wish);
            } else if (mayRun(move)) {
                start(move, wish);
            }
        }
    }

    /**
     * Goes on only while nobody else leads.
     *
     * @throws Superseded when a shard has said so
     */
    void check() {
        Superseded found = superseded;
        if (found != null) {
            throw found;
        }
    }

    /**
     * The moves stay as they are for whoever comes next. One that has handed a bucket over is let
     * through to the grant first: nobody can write to that bucket, and who comes next may be long
     * in coming.
     */
    @Override
    public void close() {
        lanes.shutdown();
        try {
            if (lanes.awaitTermination(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            lanes.shutdownNow();
            if (!lanes.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "moves={} did not stop in time; the databases refuse them",
                        running.keySet());
            }
        } catch (InterruptedException e) {
            lanes.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayRun(Move move) {
        return !troubles.rests(move.id())
                && running.size() < AT_ONCE
                && running.values().stream().noneMatch(other -> shareShard(move, other))
                && (begun(move) || underWay().noneMatch(other -> shareServer(move, other)));
    }

    /** Such a move may have a bucket that nobody can write to, and waits for no other tier's. */
    private boolean begun(Move move) {
        Known record = known.get(move.id());
        return begun.contains(move.id())
                || (record != null && record.record.step() != Move.Step.PLANNED);
    }

    /** Those that run, and those that go on as soon as they may. */
    private Stream<Move> underWay() {
        return Stream.concat(
                running.values().stream(),
                known.values().stream()
                        .map(Known::record)
                        .filter(record ->
                                switch (record.step()) {
                                    case PLANNED, SOAKING, DONE, UNDONE -> false;
                                    case CHECKED,
                                            MARKED,
                                            LINKED,
                                            COPIED,
                                            BACKED,
                                            VERIFIED,
                                            CUT,
                                            REVERIFIED,
                                            RETURNING,
                                            RETURNED ->
                                            !troubles.has(record.move().id());
                                })
                        .map(MoveRecord::move));
    }

    private boolean shareServer(Move one, Move other) {
        return !one.id().equals(other.id())
                && !Collections.disjoint(moves.servers(one), moves.servers(other));
    }

    private static boolean shareShard(Move one, Move other) {
        return one.tier() == other.tier()
                && List.of(one.source(), one.target()).stream()
                        .anyMatch(shard ->
                                shard.equals(other.source()) || shard.equals(other.target()));
    }

    private void start(Move move, Move.Wish wish) {
        known.putIfAbsent(
                move.id(),
                new Known(
                        new MoveRecord(
                                move, Move.Step.PLANNED, Move.Wish.FORWARD, Duration.ZERO, ""),
                        nanos.getAsLong()));
        running.put(move.id(), move);
        told.put(move.id(), wish);
        LOG.info(
                "driving move={} tier={} from={} to={} buckets={} order={} wish={}",
                move.id(),
                move.tier().text(),
                move.source(),
                move.target(),
                move.buckets().size(),
                move.order(),
                wish);
        lanes.execute(() -> run(move, wish));
    }

    private void run(Move move, Move.Wish wish) {
        long began = nanos.getAsLong();
        try {
            moves.create(move);
            begun.add(move.id());
            if (wish != Move.Wish.FORWARD) {
                moves.wish(move, wish);
            }
            Optional<MoveRecord> record = moves.drive(move, progress);
            if (record.isEmpty()) {
                rest(move, "another process is still at it");
                return;
            }
            arrived(move, record.get());
        } catch (Superseded e) {
            superseded = e;
        } catch (WorldAway | PlatException e) {
            troubles.ranSince(move.id(), began);
            rest(move, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("move={} met a failure nobody expected", move.id(), e);
            rest(move, e.toString());
        } finally {
            running.remove(move.id());
            changed.run();
        }
    }

    private void arrived(Move move, MoveRecord record) {
        know(record);
        LOG.info(
                "stopped move={} step={} soakLeft={} why={}",
                move.id(),
                record.step(),
                record.soakLeft(),
                record.why());
        if (record.step().ended() || record.step() == Move.Step.SOAKING) {
            troubles.forget(move.id());
        } else {
            rest(move, "held at " + record.step() + ": " + record.why());
        }
    }

    private void tell(Move move, Move.Wish wish) {
        if (wish == Move.Wish.FORWARD || told.put(move.id(), wish) == wish) {
            return;
        }
        lanes.execute(() -> {
            try {
                moves.wish(move, wish);
            } catch (Superseded e) {
                superseded = e;
                changed.run();
            } catch (RuntimeException e) {
                told.remove(move.id());
                LOG.info("wish={} move={} not told yet: {}", wish, move.id(), e.getMessage());
            }
        });
    }

    private void rest(Move move, String text) {
        if (lanes.isShutdown()) {
            return;
        }
        Duration pause = troubles.add(move.id(), text);
        LOG.warn("move={} rests for {}: {}", move.id(), pause, text);
    }
}
