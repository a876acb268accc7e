package dev.plat.router.core.move.model;

/**
 * One link at work: first it copies bucket by bucket, then it applies the giver's commits one by
 * one, each with its place, so that both are forgotten together. It reads what the giver has
 * flushed, filtered as the giver's publication was when it was committed. It commits without
 * waiting for the disk.
 */
final class Applier implements Turns.Actor {

    private static final long COPY_MICROS = 20_000;
    private static final int RECONNECT_MICROS = 1_000_000;

    private final SimShard giver;
    private final SimShard taker;
    private final History history;
    private long wakeAt;
    private int connectedGiver = -1;
    private int connectedTaker = -1;

    Applier(SimShard giver, SimShard taker, History history) {
        this.giver = giver;
        this.taker = taker;
        this.history = history;
    }

    @Override
    public long wakeAt() {
        return wakeAt;
    }

    @Override
    public void step() {
        wakeAt = history.now() + 3_000L + history.chance().below(12_000);
        Subscription at = taker.subscription;
        if (!at.exists() || giver.slot == SimShard.NO_SLOT || giver.down || taker.down) {
            wakeAt += 10_000;
            return;
        }
        if (connectedGiver != giver.generation || connectedTaker != taker.generation) {
            connect(at);
            return;
        }
        int bucket = at.firstNotCopied();
        if (bucket >= 0 && history.chance().once(2)) {
            copy(bucket);
            return;
        }
        apply(at);
    }

    /** From where the taker says, but never from what the slot has let go. */
    private void connect(Subscription at) {
        connectedGiver = giver.generation;
        connectedTaker = taker.generation;
        wakeAt = history.now() + history.chance().below(RECONNECT_MICROS);
        if (giver.slot > at.origin()) {
            taker.subscription = at.at(giver.slot);
        }
    }

    private void copy(int bucket) {
        giver.flush();
        Content copied = history.copied(giver.content[bucket]);
        taker.commit()
                .content(bucket, copied)
                .subscription(taker.subscription.copied(bucket, giver.log.size()))
                .lazy();
        wakeAt += history.chance().below((int) COPY_MICROS);
    }

    private void apply(Subscription at) {
        if (taker.flushed == taker.log.size() || history.chance().once(8)) {
            taker.flush();
            giver.slot = Math.max(giver.slot, at.origin());
        }
        int place = at.origin();
        if (place > giver.flushed) {
            // Of a log that is no more: such a link is lost, and carries nothing.
            return;
        }
        while (place < giver.flushed && !carries(giver.log.get(place), place, at)) {
            place++;
        }
        if (place == giver.flushed) {
            taker.subscription = at.at(place);
            return;
        }
        Commit applied = taker.commit();
        Commit commit = giver.log.get(place);
        for (Change change : commit.changes) {
            if (wanted(change, commit, place, at) && !apply(change, applied)) {
                applied.forget();
                taker.trouble = "duplicate key: " + change;
                wakeAt += 50_000;
                return;
            }
        }
        taker.trouble = "";
        applied.subscription(at.at(place + 1)).lazy();
        wakeAt = history.now() + lateness();
    }

    private long lateness() {
        return history.chance().once(12)
                ? history.chance().below(300_000)
                : history.chance().below(6_000);
    }

    private static boolean carries(Commit commit, int place, Subscription at) {
        for (Change change : commit.changes) {
            if (wanted(change, commit, place, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean wanted(Change change, Commit commit, int place, Subscription at) {
        if (commit.published == SimShard.UNPUBLISHED) {
            return false;
        }
        if (change instanceof Change.Marker marker) {
            return marker.giver() == commit.side();
        }
        int synced = at.synced().get(change.bucket());
        return (commit.published & 1 << change.bucket()) != 0 && synced >= 0 && place >= synced;
    }

    /** False for what a primary key refuses. An update that finds no row is skipped in silence. */
    private boolean apply(Change change, Commit applied) {
        Content content = taker.content[change.bucket()];
        switch (change) {
            case Change.Insert insert -> {
                if (content.has(insert.id())) {
                    return false;
                }
                applied.content(change.bucket(), content.with(insert.id()));
            }
            case Change.Count count -> {
                if (content.counter() >= 0) {
                    applied.content(change.bucket(), content.counting(count.value()));
                }
            }
            case Change.Delete _ -> applied.content(change.bucket(), Content.EMPTY);
            case Change.Marker marker ->
                    applied.marker(change.bucket(), marker.giver(), marker.n());
        }
        applied.change(change);
        return true;
    }
}
