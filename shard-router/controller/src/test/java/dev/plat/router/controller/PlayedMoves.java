package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Databases whose moves take no time: a drive brings a move to its soak, or back, or to its end,
 * unless the test has said that something is in the way.
 */
final class PlayedMoves implements Moves {

    /** What happens at the next drive of a move from this shard. */
    enum Trick {
        SHARD_AWAY,
        FAILS,
        ANOTHER_LEADS,
        BREAKS_A_RULE,
        WAITS
    }

    final Map<UUID, MoveRecord> records = new LinkedHashMap<>();
    final Map<String, Trick> tricks = new ConcurrentHashMap<>();
    final CountDownLatch go = new CountDownLatch(1);
    final List<String> sharing = new ArrayList<>();
    private final Set<String> together = new TreeSet<>();
    private final Set<String> busy = new TreeSet<>();
    private Duration soak = Duration.ofMinutes(1);
    int driven;
    int reaped;
    boolean leadRefused;

    synchronized void soakFor(Duration time) {
        soak = time;
        records.replaceAll((_, record) -> with(record, record.step(), record.wish()));
    }

    /** Whether moves of exactly these shards were driven at one moment. */
    synchronized boolean sawTogether(String... shards) {
        return together.contains(List.of(shards).toString());
    }

    synchronized List<Move.Step> steps() {
        return records.values().stream().map(MoveRecord::step).toList();
    }

    @Override
    public synchronized void lead(Tier tier) {
        if (leadRefused) {
            throw new WorldAway("the first shard is down", new IllegalStateException());
        }
    }

    @Override
    public synchronized List<MoveRecord> unfinished(Tier tier) {
        return records.values().stream()
                .filter(record -> record.move().tier() == tier && !record.step().ended())
                .toList();
    }

    @Override
    public synchronized void create(Move move) {
        records.putIfAbsent(
                move.id(),
                new MoveRecord(move, Move.Step.PLANNED, Move.Wish.FORWARD, Duration.ZERO, ""));
    }

    @Override
    public synchronized void wish(Move move, Move.Wish wish) {
        records.computeIfPresent(move.id(), (_, record) -> with(record, record.step(), wish));
    }

    @Override
    public Optional<MoveRecord> drive(Move move, Consumer<MoveProgress> progress) {
        enter(move);
        try {
            Trick trick = tricks.get(move.source());
            if (trick == Trick.WAITS) {
                await();
            }
            return Optional.of(step(move, Optional.ofNullable(trick)));
        } finally {
            leave(move);
        }
    }

    /** Shards of one number are on one server. */
    @Override
    public Set<String> servers(Move move) {
        return Set.of(number(move.source()), number(move.target()));
    }

    private static String number(String shard) {
        return shard.substring(shard.lastIndexOf('-') + 1);
    }

    @Override
    public synchronized int reap(Tier tier) {
        reaped++;
        return 0;
    }

    @Override
    public void close() {}

    private synchronized MoveRecord step(Move move, Optional<Trick> trick) {
        driven++;
        if (trick.isPresent() && trick.get() != Trick.WAITS) {
            tricks.remove(move.source());
            switch (trick.get()) {
                case SHARD_AWAY -> throw new WorldAway("down", new IllegalStateException());
                case ANOTHER_LEADS -> throw new Superseded("another one leads");
                case BREAKS_A_RULE -> throw new IllegalStateException("a mistake of ours");
                case FAILS -> put(move, Move.Step.UNDONE);
                case WAITS -> {}
            }
        }
        MoveRecord record = found(move);
        if (record.step().ended()) {
            return record;
        }
        boolean over = record.step() == Move.Step.SOAKING && soak.isZero();
        return switch (record.wish()) {
            case BACK -> put(move, Move.Step.UNDONE);
            case FINISH -> put(move, Move.Step.DONE);
            case FORWARD -> put(move, over ? Move.Step.DONE : Move.Step.SOAKING);
        };
    }

    private MoveRecord put(Move move, Move.Step step) {
        MoveRecord record = found(move);
        MoveRecord next = with(record, step, record.wish());
        records.put(move.id(), next);
        return next;
    }

    private MoveRecord found(Move move) {
        return Optional.ofNullable(records.get(move.id())).orElseThrow();
    }

    private MoveRecord with(MoveRecord record, Move.Step step, Move.Wish wish) {
        Duration left = step == Move.Step.SOAKING ? soak : Duration.ZERO;
        String why = step == Move.Step.UNDONE ? "a check said no" : "";
        return new MoveRecord(record.move(), step, wish, left, why);
    }

    private synchronized void enter(Move move) {
        for (String shard : List.of(move.source(), move.target())) {
            if (!busy.add(shard)) {
                sharing.add(shard);
            }
        }
        together.add(busy.toString());
    }

    private synchronized void leave(Move move) {
        busy.remove(move.source());
        busy.remove(move.target());
    }

    private void await() {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldAway("interrupted", e);
        }
    }
}
