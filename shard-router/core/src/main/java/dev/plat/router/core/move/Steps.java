package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Move.Step;
import java.util.function.Consumer;

/**
 * What is done at each step of a move. Each method may be entered any number of times; it ends with
 * the compare-and-set that leaves the step, or because the record is to be looked at again.
 *
 * <p>Threads: for one.
 */
final class Steps {

    private final Move move;
    private final MoveWorld world;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;
    private final Reporter reporter;
    private final Thawing thawing;
    private final Comparison comparison;
    private final Links links;
    private final Cutover cutover;
    private final Forward there;
    private final Return back;

    Steps(
            MoveRecord record,
            MoveWorld world,
            ControlPoints points,
            Pace pace,
            DriverSettings settings,
            Consumer<MoveProgress> progress) {
        this.move = record.move();
        this.world = world;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
        this.reporter = new Reporter(record, pace, progress);
        this.thawing = new Thawing(move, world);
        Throttle throttle = new Throttle(world::busy, pace, settings.share());
        this.comparison = new Comparison(world, pace, settings, reporter, thawing, throttle);
        this.links = new Links(world, pace, settings, comparison, reporter);
        this.cutover = new Cutover(move, world, links, points, pace, settings, reporter, throttle);
        this.there = new Forward(move, world, comparison, cutover, settings, reporter);
        this.back = new Return(move, world, links, comparison, cutover, points, pace, settings);
    }

    /** False when nothing more can be done now: ended, soaking, or held. */
    boolean step(MoveRecord record) {
        reporter.record(record);
        if (wishedBack(record)) {
            return turnBack("the operator wished it back");
        }
        try {
            return switch (record.step()) {
                case PLANNED -> planned();
                case CHECKED -> checked();
                case MARKED -> marked();
                case LINKED -> linked();
                case COPIED -> copied();
                case BACKED -> backed();
                case VERIFIED -> verified();
                case CUT -> cut();
                case SOAKING -> soaking(record);
                case REVERIFIED -> reverified();
                case RETURNING -> returning();
                case RETURNED -> returned();
                case DONE, UNDONE -> ended();
            };
        } catch (MoveRefused e) {
            return turnBack(e.why());
        }
    }

    private boolean turnBack(String why) {
        if (!world.turnBack(why)) {
            pace.pause(settings.pauseFirst());
        }
        return true;
    }

    private boolean planned() throws MoveRefused {
        reporter.phase("checking", 0);
        points.reach("plan.stored");
        world.preflight();
        points.reach("preflight.passed");
        return advance(Step.PLANNED, Step.CHECKED);
    }

    private boolean checked() throws MoveRefused {
        reporter.phase("marking", move.buckets().size());
        if (!world.markImporting() && world.load().step() == Step.CHECKED) {
            throw new MoveRefused(
                    "the buckets' owners are no longer as planned. Plan the move again");
        }
        points.reach("import.marked");
        return advance(Step.CHECKED, Step.MARKED);
    }

    private boolean marked() {
        reporter.phase("linking", 0);
        world.linkForward();
        points.reach("copy.started");
        return advance(Step.MARKED, Step.LINKED);
    }

    private boolean linked() throws MoveRefused {
        reporter.phase("copying", 0);
        int tables = 0;
        while (true) {
            MoveWorld.Lag lag = links.lookOrRefuse(Side.SOURCE);
            reporter.buckets(lag.tablesDone(), lag.tablesTotal());
            if (lag.tablesDone() > tables) {
                tables = lag.tablesDone();
                points.reach("copy.table");
            }
            if (lag.copied()) {
                points.reach("copy.all");
                return advance(Step.LINKED, Step.COPIED);
            }
            if (left(Step.LINKED)) {
                return true;
            }
            pace.pause(settings.poll());
        }
    }

    private boolean copied() {
        reporter.phase("linking the way back", 0);
        world.linkBack();
        return advance(Step.COPIED, Step.BACKED);
    }

    private boolean backed() throws MoveRefused {
        reporter.phase("comparing", move.buckets().size());
        while (!links.close(links.lookOrRefuse(Side.SOURCE))) {
            if (left(Step.BACKED)) {
                return true;
            }
            pace.pause(settings.poll());
        }
        points.reach("lag.ok");
        if (!there.compared(move.buckets(), () -> left(Step.BACKED))) {
            return true;
        }
        points.reach("verify.done");
        return advance(Step.BACKED, Step.VERIFIED);
    }

    private boolean verified() throws MoveRefused {
        return !there.carryAll(() -> left(Step.VERIFIED)) || advance(Step.VERIFIED, Step.CUT);
    }

    private boolean cut() {
        reporter.phase("closing the way forward", 0);
        world.unlinkForward();
        return advance(Step.CUT, Step.SOAKING);
    }

    private boolean soaking(MoveRecord record) {
        points.reach("soak.started");
        boolean lost = links.look(Side.TARGET).lost();
        reporter.phase(lost ? "soaking; the way back is lost" : "soaking", 0);
        if (!record.soakLeft().isZero() && record.wish() != Move.Wish.FINISH) {
            return false;
        }
        // Without a link nothing can be compared, and the source's copy is not one any more.
        if (!lost && !comparedAgain()) {
            return false;
        }
        points.reach("reverify.done");
        return advance(Step.SOAKING, Step.REVERIFIED);
    }

    private boolean comparedAgain() {
        reporter.phase("comparing again", move.buckets().size());
        Comparison.Result result =
                comparison.compare(Side.TARGET, move.buckets(), () -> wishedBack(world.load()));
        if (!result.differing().isEmpty()) {
            reporter.phase(
                    "held: buckets "
                            + Comparison.names(result.differing())
                            + " differ between the sides, nothing is deleted",
                    move.buckets().size());
        }
        return result.equal();
    }

    private boolean reverified() {
        reporter.phase("cleaning up the source", 0);
        cleanUp();
        points.reach("clean.done");
        return advance(Step.REVERIFIED, Step.DONE);
    }

    private boolean returning() {
        reporter.phase("going back", move.buckets().size());
        points.reach("rollback.started");
        Return.Outcome outcome = back.settle(() -> world.load().wish());
        if (!outcome.settled()) {
            reporter.phase("held: " + outcome.held(), move.buckets().size());
            return false;
        }
        return advance(Step.RETURNING, Step.RETURNED);
    }

    private boolean returned() {
        reporter.phase("cleaning up the target", 0);
        cleanUp();
        points.reach("clean.done");
        return advance(Step.RETURNED, Step.UNDONE);
    }

    /**
     * Links first: a publication that still holds a bucket would go on bringing rows behind the
     * deletion, or carry the deletion to the owner. Both sides, since either may have marks of the
     * move, and a bucket whose way back was lost leaves its rows on the source.
     */
    private void cleanUp() {
        thawing.thaw(Side.TARGET, move.buckets());
        thawing.thaw(Side.SOURCE, move.buckets());
        world.unlink();
        world.clean(Side.TARGET);
        world.clean(Side.SOURCE);
        points.reach("clean.rows");
    }

    private boolean ended() {
        reporter.phase("ended", 0);
        return false;
    }

    private boolean left(Step step) {
        MoveRecord now = world.load();
        return now.step() != step || wishedBack(now);
    }

    private static boolean wishedBack(MoveRecord record) {
        return record.wish() == Move.Wish.BACK && record.step().canReturn();
    }

    private boolean advance(Step from, Step to) {
        if (!world.advance(from, to)) {
            // Somebody else was quicker, or it has turned back: the record tells.
            pace.pause(settings.pauseFirst());
        }
        return true;
    }
}
