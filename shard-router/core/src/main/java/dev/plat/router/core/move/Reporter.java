package dev.plat.router.core.move;

import java.util.function.Consumer;

/**
 * Keeps what an operator wants to see, and tells it whenever something has changed.
 *
 * <p>Threads: for one.
 */
final class Reporter {

    private static final double HALF = 0.5;
    private static final double MOST = 0.99;

    private final Consumer<MoveProgress> listener;
    private final Pace pace;
    private final Pauses pauses = new Pauses();
    private MoveRecord record;
    private String phase = "";
    private long phaseBegan;
    private int doneBefore;
    private int done;
    private int total;
    private long bytesDoneBefore = -1;
    private long bytesDone;
    private long bytesTotal;
    private long lagBytes;

    Reporter(MoveRecord record, Pace pace, Consumer<MoveProgress> listener) {
        this.record = record;
        this.pace = pace;
        this.listener = listener;
        this.phaseBegan = pace.nanos();
    }

    void record(MoveRecord seen) {
        record = seen;
    }

    /** What is being done from now on. */
    void phase(String words, int buckets) {
        phase = words;
        phaseBegan = pace.nanos();
        done = 0;
        doneBefore = 0;
        total = buckets;
        tell();
    }

    /** Those already done when a phase is picked up again say nothing about its speed. */
    void already(int buckets) {
        doneBefore = buckets;
        buckets(buckets, total);
    }

    void buckets(int ready, int of) {
        done = ready;
        total = of;
        tell();
    }

    void lag(MoveWorld.Lag lag) {
        if (bytesDoneBefore < 0) {
            bytesDoneBefore = lag.bytesDone();
        }
        bytesDone = Math.max(bytesDone, lag.bytesDone());
        bytesTotal = Math.max(bytesTotal, lag.bytesTotal());
        lagBytes = lag.bytesBehind();
    }

    /** Each of these buckets' writers waited so long, whatever came of it. */
    void pause(long nanos, int buckets) {
        for (int i = 0; i < buckets; i++) {
            pauses.add(nanos);
        }
    }

    void tell() {
        Move move = record.move();
        listener.accept(
                new MoveProgress(
                        move.id(),
                        move.tier(),
                        move.source(),
                        move.target(),
                        record.step(),
                        phase,
                        done,
                        total,
                        bytesDone,
                        bytesTotal,
                        lagBytes,
                        pauses.quantile(HALF),
                        pauses.quantile(MOST),
                        pauses.quantile(1),
                        etaMillis(),
                        undo(record.step()),
                        record.why(),
                        pace.now()));
    }

    /** By the speed of the present phase; later phases are short beside the copy. */
    private long etaMillis() {
        return switch (record.step()) {
            case MARKED, LINKED -> remaining(bytesDone - bytesDoneBefore, bytesTotal - bytesDone);
            case BACKED, VERIFIED -> remaining(done - doneBefore, total - done);
            case CUT, SOAKING, REVERIFIED, DONE -> 0;
            case PLANNED, CHECKED, COPIED, RETURNING, RETURNED, UNDONE -> -1;
        };
    }

    private long remaining(long ready, long left) {
        if (left <= 0) {
            return 0;
        }
        if (ready <= 0) {
            return -1;
        }
        double millis = (pace.nanos() - phaseBegan) / 1e6;
        return (long) (millis / ready * left);
    }

    static String undo(Move.Step step) {
        return switch (step) {
            case PLANNED, CHECKED, MARKED, LINKED, COPIED, BACKED ->
                    "everything: no bucket has changed its owner yet";
            case VERIFIED ->
                    "everything: buckets that are over are carried back, each with a short pause";
            case CUT, SOAKING ->
                    "everything, until the soak ends: buckets are carried back, each with a pause";
            case REVERIFIED -> "nothing: the source's copies are being deleted";
            case DONE -> "nothing: move the buckets back if you want them where they were";
            case RETURNING, RETURNED -> "nothing: the move is on its way back";
            case UNDONE -> "nothing: it was undone";
        };
    }
}
