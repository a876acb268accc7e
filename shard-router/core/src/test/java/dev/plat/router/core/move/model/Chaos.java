package dev.plat.router.core.move.model;

/** What breaks from outside: servers crash, a standby takes over, ZooKeeper goes and comes. */
final class Chaos implements Turns.Actor {

    private final History history;
    private int left;
    private int promotions;
    private long wakeAt;

    Chaos(History history, int faults, int promotions) {
        this.history = history;
        this.left = faults;
        this.promotions = promotions;
        this.wakeAt = history.chance().below(1_000_000);
    }

    @Override
    public long wakeAt() {
        return left > 0 || history.map().away ? wakeAt : Long.MAX_VALUE;
    }

    /** Nobody can write just now, and what was seen on the taker may not be on its disk. */
    void handedOver() {
        if (left > 0 && history.chance().once(4)) {
            left--;
            strike(true);
        }
    }

    @Override
    public void step() {
        wakeAt = history.now() + history.chance().below(1_200_000);
        history.map().away = left > 0 && history.chance().once(4);
        if (left == 0) {
            return;
        }
        left--;
        if (history.chance().once(3)) {
            history.latch().expire();
            return;
        }
        strike(history.chance().once(3));
    }

    private void strike(boolean promote) {
        SimShard shard = history.chance().once(2) ? history.source() : history.target();
        if (shard.down) {
            return;
        }
        if (promote && promotions > 0 && history.promotable()) {
            promotions--;
            shard.promote(history.chance().between(1, 5));
            return;
        }
        history.crash(shard.side);
    }
}
