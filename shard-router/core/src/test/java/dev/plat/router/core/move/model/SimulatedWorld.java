package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveRefused;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The world of one controller: two simulated servers, reached by its {@link Hands}. */
final class SimulatedWorld implements MoveWorld {

    private final History history;
    private final Hands hands;
    private final SimulatedFreezes freezes;
    private final SimulatedLinks links;
    private final UUID id;

    SimulatedWorld(History history, Hands hands) {
        this.history = history;
        this.hands = hands;
        this.id = history.move().id();
        this.freezes = new SimulatedFreezes(history, hands);
        this.links = new SimulatedLinks(history, hands);
    }

    @Override
    public MoveRecord load() {
        return hands.on(
                Side.TARGET,
                () -> {
                    Book book = history.target().book;
                    long left = Math.max(0, book.soakUntil() - history.now());
                    return new MoveRecord(
                            history.move(),
                            book.step(),
                            book.wish(),
                            Duration.ofNanos(left * 1000),
                            book.why());
                });
    }

    @Override
    public boolean advance(Move.Step from, Move.Step to) {
        return hands.on(
                Side.TARGET,
                () -> {
                    Book book = history.target().book;
                    if (book.step() != from) {
                        return false;
                    }
                    long soak =
                            to == Move.Step.SOAKING
                                    ? history.now() + history.move().soak().toNanos() / 1000
                                    : book.soakUntil();
                    Commit commit = history.target().commit().book(book.at(to, soak));
                    if (to == Move.Step.CHECKED) {
                        // A move that forgot that it began leaves its links to the reaper.
                        commit.kept();
                    }
                    commit.durable();
                    return true;
                });
    }

    @Override
    public boolean turnBack(String why) {
        return hands.on(
                Side.TARGET,
                () -> {
                    Book book = history.target().book;
                    if (!book.step().canReturn()) {
                        return false;
                    }
                    Move.Step next =
                            book.step() == Move.Step.PLANNED
                                    ? Move.Step.UNDONE
                                    : Move.Step.RETURNING;
                    history.target().commit().book(book.back(next, why)).durable();
                    return true;
                });
    }

    @Override
    public void preflight() throws MoveRefused {
        if (hands.on(Side.TARGET, history::refused)) {
            throw new MoveRefused("the schemas differ");
        }
    }

    @Override
    public boolean markImporting() {
        Map<Bucket, BucketRow> source = rows(Side.SOURCE);
        return hands.on(Side.TARGET, () -> mark(source));
    }

    private boolean mark(Map<Bucket, BucketRow> source) {
        SimShard target = history.target();
        if (target.book.step() != Move.Step.CHECKED) {
            return false;
        }
        Commit commit = target.commit();
        for (Bucket bucket : history.move().buckets()) {
            BucketRow owner = source.getOrDefault(bucket, BucketRow.NONE);
            Cell cell = target.rows[bucket.number()];
            boolean free = !cell.owns() && !(cell.is(State.IMPORTING) && !cell.of(id));
            if ((owner.state() != State.OWNED && owner.state() != State.FROZEN) || !free) {
                commit.forget();
                return false;
            }
            commit.row(bucket.number(), cell.to(State.IMPORTING, owner.epoch(), id));
        }
        commit.durable();
        return true;
    }

    @Override
    public void linkForward() {
        links.link(Side.SOURCE, history.mask(), true);
    }

    @Override
    public Lag lag(Side giver) {
        return links.lag(giver);
    }

    @Override
    public void linkBack() {
        links.link(Side.TARGET, 0, false);
    }

    @Override
    public Map<Bucket, Boolean> verify(Side owner, List<Bucket> buckets) {
        return freezes.compare(owner, buckets);
    }

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public BucketRow row(Side side, Bucket bucket) {
        return Objects.requireNonNull(rows(side).get(bucket));
    }

    @Override
    public Map<Bucket, BucketRow> rows(Side side) {
        return hands.on(
                side,
                () -> {
                    if (history.has(Guard.SEEN_IS_KEPT)) {
                        history.shard(side).commit().kept().durable();
                    }
                    Map<Bucket, BucketRow> all = new LinkedHashMap<>();
                    for (Bucket bucket : history.move().buckets()) {
                        all.put(bucket, history.shard(side).rows[bucket.number()].seen());
                    }
                    return all;
                });
    }

    @Override
    public Optional<Swap> openSwap(Side giver, Collection<Bucket> buckets) {
        return SimulatedSwap.open(history, hands, giver, buckets);
    }

    @Override
    public Frozen freeze(Side giver, Map<Bucket, Long> epochs) {
        return freezes.freeze(giver, epochs);
    }

    @Override
    public boolean caughtUp(Side giver, Duration limit) {
        return links.caughtUp(giver, limit.toNanos() / 1000);
    }

    @Override
    public boolean awaitMarkers(List<Freeze> of, Duration limit) {
        return freezes.awaitMarkers(of, limit.toNanos() / 1000);
    }

    @Override
    public boolean thaw(List<Freeze> these) {
        return freezes.thaw(these);
    }

    @Override
    public boolean grantLate(List<Freeze> late) {
        Side taker = late.getFirst().side().other();
        return hands.on(taker, () -> SimulatedSwap.grantLate(history, late));
    }

    @Override
    public boolean abort(Side taker, Bucket bucket, long epoch) {
        if (!history.has(Guard.UNDO_ORDER)) {
            takeBack(taker.other(), bucket, epoch - 1);
        }
        return hands.sharply(
                taker,
                () -> {
                    SimShard shard = history.shard(taker);
                    Cell cell = shard.rows[bucket.number()];
                    boolean waits = cell.is(State.IMPORTING) || cell.is(State.MOVED);
                    if (!waits || !cell.of(id) || cell.epoch() > epoch) {
                        return false;
                    }
                    shard.commit()
                            .row(bucket.number(), cell.to(State.ABORTED, epoch, id))
                            .durable();
                    return true;
                });
    }

    @Override
    public boolean takeBack(Side giver, Bucket bucket, long epoch) {
        return hands.sharply(
                giver,
                () -> {
                    SimShard shard = history.shard(giver);
                    Cell cell = shard.rows[bucket.number()];
                    if (!cell.is(State.MOVED) || !cell.of(id) || cell.epoch() != epoch) {
                        return false;
                    }
                    shard.commit()
                            .row(bucket.number(), cell.to(State.OWNED, epoch + 1, id))
                            .durable();
                    history.witness().owner(shard, bucket.number());
                    return true;
                });
    }

    @Override
    public void publish(Bucket bucket, long epoch, Side owner) {
        hands.elsewhere(() -> {
            if (history.map().away) {
                throw new WorldAway("the registry is away");
            }
            history.map().merge(bucket.number(), owner, epoch);
        });
    }

    @Override
    public void unlinkForward() {
        links.unlink(Side.SOURCE);
    }

    @Override
    public void unlink() {
        if (history.has(Guard.UNLINK_FIRST)) {
            links.unlink(Side.SOURCE);
            links.unlink(Side.TARGET);
        }
    }

    @Override
    public void clean(Side side) {
        links.clean(side);
        if (!history.has(Guard.UNLINK_FIRST) && side == Side.SOURCE) {
            links.unlink(Side.SOURCE);
            links.unlink(Side.TARGET);
        }
    }
}
