package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.DriverSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One move, from plan to end, among everything that can go wrong. */
final class History {

    /**
     * What may happen in a history.
     *
     * @param buckets 1 or more
     * @param faults of each controller
     * @param outages of servers and the registry
     * @param promotions of standbys that had not got everything
     * @param writes of each writer
     */
    record Shape(int buckets, int faults, int outages, int promotions, int writes) {}

    private static final DriverSettings SETTINGS =
            new DriverSettings(
                    Duration.ofMillis(200),
                    2,
                    Duration.ofMillis(200),
                    12,
                    Duration.ofMillis(20),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(8),
                    2,
                    1);

    private final Chance chance;
    private final Set<Guard> guards;
    private final Turns turns;
    private final Witness witness;
    private final SimShard source;
    private final SimShard target;
    private final Move move;
    private final OwnerMap map;
    private final Later later;
    private final Chaos chaos;
    private final Operator operator;
    private final Latch latch = new Latch();
    private final int[] nextId;
    private final boolean refused;
    private final boolean badCopy;
    private final List<String> points = new ArrayList<>();
    private final List<MoveProgress> progress = new ArrayList<>();
    private boolean straggler;

    History(RandomGenerator random, Shape shape, Set<Guard> without) {
        this(random, shape, without, null);
    }

    History(RandomGenerator random, Shape shape, Set<Guard> without, @Nullable Faults faults) {
        this.chance = new Chance(random);
        this.guards = EnumSet.complementOf(EnumSet.copyOf(withNone(without)));
        this.turns = new Turns(chance);
        int buckets = shape.buckets();
        this.witness = new Witness(buckets, has(Guard.TIMELINE), this::alarm);
        this.source = new SimShard(Side.SOURCE, buckets, witness);
        this.target = new SimShard(Side.TARGET, buckets, witness);
        this.move = move(buckets);
        this.nextId = new int[buckets];
        this.refused = chance.once(40);
        this.badCopy = chance.once(12);
        begin();
        this.map = new OwnerMap(source);
        this.later = new Later(this);
        this.chaos = new Chaos(this, shape.outages(), shape.promotions());
        this.operator = new Operator(this);
        people(shape, faults);
    }

    private static Set<Guard> withNone(Set<Guard> without) {
        return without.isEmpty() ? EnumSet.noneOf(Guard.class) : without;
    }

    private static Move move(int buckets) {
        List<Bucket> all = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            all.add(new Bucket(i));
        }
        Duration soak = Duration.ofSeconds(2);
        return new Move(new UUID(0, 7), Tier.BUILDING, "a", "b", all, soak, 0, "");
    }

    /** The source owns all; the target knows nothing of a bucket, or what an earlier move left. */
    private void begin() {
        UUID earlier = new UUID(0, 3);
        for (int bucket = 0; bucket < nextId.length; bucket++) {
            int epoch = chance.between(1, 3);
            source.rows[bucket] = new Cell(State.OWNED, epoch, earlier, chance.below(3), 0);
            source.content[bucket] = new Content(0, 0);
            State left = List.of(State.NONE, State.MOVED, State.ABORTED).get(chance.below(3));
            target.rows[bucket] =
                    left == State.NONE
                            ? new Cell(State.NONE, 0, null, 0, 0)
                            : new Cell(left, epoch, earlier, chance.below(3), 0);
            target.content[bucket] = Content.EMPTY;
        }
        witness.watch(source, target);
    }

    private void people(Shape shape, @Nullable Faults faults) {
        turns.add(later);
        turns.add(new Applier(source, target, this));
        turns.add(new Applier(target, source, this));
        turns.add(new Arming(source, target, this));
        turns.add(new Arming(target, source, this));
        turns.add(chaos);
        turns.add(operator);
        turns.add(new Watch(this));
        for (int i = 0; i < 3; i++) {
            turns.add(new Writer(this, shape.writes(), shape.buckets()));
        }
        for (int i = 0; i < 2; i++) {
            Faults mine = faults == null ? Faults.drawn(chance, shape.faults()) : faults;
            Hands hands = new Hands(this, mine);
            hands.on(turns.fiber(new Controller(this, hands, latch)));
        }
    }

    /**
     * Runs it to its end.
     *
     * @throws AssertionError naming the property that broke
     */
    void run() {
        Throwable failure = turns.run();
        if (failure != null) {
            throw new AssertionError(failure.getMessage() + " at " + target.book, failure);
        }
    }

    Move.Step outcome() {
        return target.book.step();
    }

    int steps() {
        return turns.steps();
    }

    void alarm(String found) {
        turns.fail(new AssertionError(found));
    }

    /** At rest for long enough: everything that could still come has come. */
    void rests() {
        if (straggler) {
            reap();
        }
        witness.end();
        turns.end();
    }

    /**
     * A freeze whose caller had given it up may come when its move has cleaned up. It harms nobody:
     * the next writer thaws it, and the reaper takes the marker of an ended move.
     */
    void freezing() {
        Move.Step step = target.book.step();
        straggler |= !step.canReturn() && step != Move.Step.RETURNING;
    }

    private void reap() {
        for (SimShard shard : List.of(source, target)) {
            for (int bucket = 0; bucket < nextId.length; bucket++) {
                Cell cell = shard.rows[bucket];
                Commit commit = shard.commit();
                commit.marker(bucket, Side.SOURCE, 0).marker(bucket, Side.TARGET, 0);
                commit.row(bucket, cell.is(State.FROZEN) ? cell.thawed() : cell).durable();
            }
        }
    }

    void handedOver() {
        chaos.handedOver();
        operator.handedOver();
    }

    /** A server crashes, and comes again. */
    void crash(Side side) {
        SimShard shard = shard(side);
        if (!shard.down) {
            shard.crash();
            later(chance.below(400_000), shard::start);
        }
    }

    /** Only a copy that left something out, or a promotion, makes the sides differ. */
    void differs(Bucket bucket) {
        if (!badCopy && source.timeline == 1 && target.timeline == 1) {
            alarm("a comparison of bucket " + bucket.number() + " found what is not there");
        }
    }

    void reached(String point) {
        points.add(point);
    }

    void told(MoveProgress news) {
        progress.add(news);
    }

    List<String> points() {
        return points;
    }

    List<MoveProgress> progress() {
        return progress;
    }

    boolean has(Guard guard) {
        return guards.contains(guard);
    }

    Chance chance() {
        return chance;
    }

    Witness witness() {
        return witness;
    }

    long now() {
        return turns.now();
    }

    boolean over() {
        return turns.over();
    }

    SimShard source() {
        return source;
    }

    SimShard target() {
        return target;
    }

    SimShard shard(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    Move move() {
        return move;
    }

    int mask() {
        return (1 << nextId.length) - 1;
    }

    OwnerMap map() {
        return map;
    }

    Latch latch() {
        return latch;
    }

    DriverSettings settings() {
        return SETTINGS;
    }

    boolean refused() {
        return refused;
    }

    void later(long micros, Runnable what) {
        later.add(micros, what);
    }

    /** A promotion that forgets a clean-up leaves rows behind; that is the reaper's. */
    boolean promotable() {
        Move.Step step = target.book.step();
        return (step.canReturn() || step == Move.Step.RETURNING)
                && source.armedNow()
                && target.armedNow()
                && !source.down
                && !target.down;
    }

    Witness.Write newWrite(int bucket, int most) {
        if (nextId[bucket] == most) {
            return Witness.Write.NONE;
        }
        return new Witness.Write(bucket, nextId[bucket]++);
    }

    /** A copy that leaves a row out, as one does that row security hides rows from. */
    Content copied(Content content) {
        if (!badCopy) {
            return content;
        }
        return new Content(
                content.ids() & content.ids() - 1, content.ids() == 0 ? -1 : content.counter());
    }
}
