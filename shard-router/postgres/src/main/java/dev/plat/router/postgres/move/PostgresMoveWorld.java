package dev.plat.router.postgres.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveRefused;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One move's two shards; each concern has its own class.
 *
 * <p>Threads: for one.
 */
final class PostgresMoveWorld implements MoveWorld {

    private final Move move;
    private final Lines lines;
    private final OwnerPublisher publisher;
    private final ControlPoints points;
    private final Links links;
    private final CopyProgress progress;
    private final CatchUp catchUp;
    private final Freezer freezer;
    private final Verification verification;
    private final Preflight preflight;

    PostgresMoveWorld(
            Move move,
            Lines lines,
            Dialer dialer,
            MoverSettings settings,
            OwnerPublisher publisher,
            ControlPoints points) {
        this.move = move;
        this.lines = lines;
        this.publisher = publisher;
        this.points = points;
        this.links = new Links(move, lines, points);
        this.progress = new CopyProgress(lines);
        this.catchUp = new CatchUp(lines);
        this.freezer = new Freezer(move, lines, points, settings.patience());
        this.verification = new Verification(move, lines, freezer, progress, points);
        this.preflight = new Preflight(move, lines, dialer, settings);
    }

    @Override
    public MoveRecord load() {
        return target().look(c -> MoveBook.find(c, move.tier(), move.id()))
                .orElseThrow(() ->
                        new WorldAway(
                                "move " + move.id() + " is not written down on " + move.target()));
    }

    @Override
    public boolean advance(Move.Step from, Move.Step to) {
        return target().write(c -> MoveBook.advance(c, move.id(), from, to));
    }

    @Override
    public boolean turnBack(String why) {
        return target().write(c -> MoveBook.turnBack(c, move.id(), why));
    }

    @Override
    public void preflight() throws MoveRefused {
        preflight.check();
    }

    @Override
    public boolean markImporting() {
        Map<Bucket, Long> epochs = BucketRows.ownedEpochs(rows(Side.SOURCE));
        if (epochs.size() < move.buckets().size()) {
            return false;
        }
        target().begin("");
        try {
            int marked = target().inside(c -> BucketRows.markImporting(c, move, epochs));
            if (marked == epochs.size()) {
                target().commit();
                return true;
            }
            return false;
        } finally {
            target().rollback();
        }
    }

    @Override
    public void linkForward() {
        links.make(Side.SOURCE);
    }

    @Override
    public void linkBack() {
        links.copied();
        links.make(Side.TARGET);
    }

    @Override
    public Lag lag(Side giver) {
        return progress.lag(new Link(move, giver));
    }

    @Override
    public Map<Bucket, Boolean> verify(Side owner, List<Bucket> buckets) {
        return verification.compare(owner, buckets);
    }

    @Override
    public boolean busy() {
        return Stream.of(Side.values())
                .anyMatch(side -> lines.step(side).alone(Customers::areAtWork));
    }

    @Override
    public BucketRow row(Side side, Bucket bucket) {
        return rows(side).getOrDefault(bucket, BucketRow.NONE);
    }

    @Override
    public Map<Bucket, BucketRow> rows(Side side) {
        // A commit behind what was read takes that to the disk: it has an id, by the row lock with
        // which a controller proves its number; one without would wait for nothing.
        return lines.step(side).write(c -> BucketRows.of(c, move.buckets()));
    }

    @Override
    public Optional<Swap> openSwap(Side giver, Collection<Bucket> buckets) {
        return TwoSidedSwap.open(lines, points, move, giver, buckets);
    }

    @Override
    public Frozen freeze(Side giver, Map<Bucket, Long> epochs) {
        return freezer.freeze(giver, epochs);
    }

    @Override
    public boolean caughtUp(Side giver, Duration limit) {
        return catchUp.await(new Link(move, giver), limit);
    }

    @Override
    public boolean awaitMarkers(List<Freeze> freezes, Duration limit) {
        return freezer.awaitMarkers(freezes, limit);
    }

    @Override
    public boolean thaw(List<Freeze> freezes) {
        return freezer.thaw(freezes);
    }

    @Override
    public boolean grantLate(List<Freeze> freezes) {
        Side giver = freezes.getFirst().side();
        Link link = new Link(move, giver);
        return lines.step(giver.other())
                .<Boolean>tryWrite(c -> {
                    if (BucketRows.areOwned(c, link, freezes)) {
                        return true;
                    }
                    if (!CutoverRows.grant(c, link, freezes)) {
                        c.rollback();
                        return false;
                    }
                    List<Bucket> buckets = freezes.stream().map(Freeze::bucket).toList();
                    TwoSidedSwap.change(c, new Link(move, giver.other()), buckets, true);
                    return true;
                })
                .orElse(false);
    }

    @Override
    public boolean abort(Side taker, Bucket bucket, long epoch) {
        Link link = new Link(move, taker.other());
        return lines.step(taker).write(c -> BucketRows.abort(c, link, bucket, epoch));
    }

    @Override
    public boolean takeBack(Side giver, Bucket bucket, long epoch) {
        Link link = new Link(move, giver);
        return lines.step(giver).write(c -> BucketRows.takeBack(c, link, bucket, epoch));
    }

    @Override
    public void publish(Bucket bucket, long epoch, Side owner) {
        publisher.publish(
                move.tier(), bucket, new Ownership(epoch, List.of(Link.shard(move, owner))));
    }

    @Override
    public void unlinkForward() {
        links.unmake(Side.SOURCE);
    }

    @Override
    public void unlink() {
        links.unmake(Side.SOURCE);
        links.unmake(Side.TARGET);
    }

    @Override
    public void clean(Side side) {
        CleanUp.rows(lines.step(side), move.id(), move.buckets(), move.rowsPerSecondMax(), points);
        CleanUp.notes(lines.step(side), move.id());
        CleanUp.notes(lines.step(side.other()), move.id());
    }

    private ShardLine target() {
        return lines.step(Side.TARGET);
    }
}
