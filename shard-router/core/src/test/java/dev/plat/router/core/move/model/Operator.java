package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Move;

/** Wishes the move back, or finished, at some moment; or lets it go its way. */
final class Operator implements Turns.Actor {

    private final History history;
    private final Move.Wish wish;
    private final boolean atTheWorstMoment;
    private long wakeAt;

    Operator(History history) {
        this.history = history;
        this.wakeAt = history.chance().below(7_000_000);
        this.atTheWorstMoment = history.chance().once(3);
        int drawn = history.chance().below(10);
        this.wish = drawn < 4 ? Move.Wish.BACK : drawn < 6 ? Move.Wish.FINISH : Move.Wish.FORWARD;
    }

    /** Nobody can write just now. */
    void handedOver() {
        if (atTheWorstMoment && wakeAt != Long.MAX_VALUE) {
            wakeAt = history.now();
        }
    }

    @Override
    public long wakeAt() {
        return wakeAt;
    }

    @Override
    public void step() {
        SimShard target = history.target();
        if (target.down || !target.armedNow()) {
            wakeAt = history.now() + 50_000;
            return;
        }
        wakeAt = Long.MAX_VALUE;
        target.commit().book(target.book.wishing(wish)).durable();
    }
}
