package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one controller reaches the two servers. Every effect is one transaction, before and after
 * which anybody else may act; the answer may get lost, the effect may come late, the controller may
 * be stopped for long or killed. Each first holds the controller's number against the shard's.
 */
final class Hands {

    private static final long LATE_MICROS = 2_500_000;

    private final History history;
    private final Faults faults;
    private final int[] numbers = new int[2];
    private final int[] timelines = new int[2];
    private Turns.@Nullable Fiber fiber;
    private boolean killed;
    private boolean broken;
    private boolean prompt;
    private boolean sharp;

    Hands(History history, Faults faults) {
        this.history = history;
        this.faults = faults;
    }

    void on(Turns.Fiber thread) {
        fiber = thread;
    }

    void revive() {
        killed = false;
    }

    /** Raises the number on both shards; only then does this controller act. */
    void lead() {
        for (Side side : Side.values()) {
            SimShard shard = history.shard(side);
            int raised =
                    raw(
                            shard,
                            () -> {
                                shard.commit().ctl(shard.ctl + 1).durable();
                                return shard.ctl;
                            });
            numbers[side.direction() - 1] = raised;
            timelines[side.direction() - 1] = shard.timeline;
        }
    }

    <T> T on(Side side, Supplier<T> effect) {
        SimShard shard = history.shard(side);
        return raw(
                shard,
                () -> {
                    control(shard);
                    return effect.get();
                });
    }

    /**
     * The same for what makes replication objects: it has happened or not when its caller goes on.
     * One that comes later would leave an object behind, which the reaper is for.
     */
    <T> T promptly(Side side, Supplier<T> effect) {
        prompt = true;
        try {
            return on(side, effect);
        } finally {
            prompt = false;
        }
    }

    /** The same for what changes an owner. */
    <T> T sharply(Side side, Supplier<T> effect) {
        sharp = true;
        try {
            return on(side, effect);
        } finally {
            sharp = false;
        }
    }

    /** Neither a shard nor a number: the registry. */
    void elsewhere(Runnable effect) {
        act(
                () -> {
                    effect.run();
                    return true;
                },
                () -> 0);
    }

    /** {@code plat_control}. A number counts on the timeline on which it was raised. */
    private void control(SimShard shard) {
        if (!shard.armedNow()) {
            throw new WorldAway(shard.side + " is not armed");
        }
        int side = shard.side.direction() - 1;
        if (history.has(Guard.CTL)
                && (shard.ctl != numbers[side] || shard.timeline != timelines[side])) {
            throw new Superseded("another controller leads on " + shard.side);
        }
    }

    private <T> T raw(SimShard shard, Supplier<T> effect) {
        return act(
                () -> {
                    if (shard.down) {
                        throw new WorldAway(shard.side + " is down");
                    }
                    return effect.get();
                },
                () -> shard.generation);
    }

    /**
     * One effect with whatever goes wrong with it.
     *
     * @param connection what was sent and comes late comes over the connection it was sent on, or
     *     not at all
     */
    private <T> T act(Supplier<T> effect, IntSupplier connection) {
        alive();
        pause(faults.stallMicros(sharp));
        Faults.Fault fault = prompt ? faults.next(false).prompt() : faults.next(sharp);
        if (fault.late()) {
            int sentOn = connection.getAsInt();
            history.later(
                    history.chance().below((int) LATE_MICROS),
                    () -> {
                        if (connection.getAsInt() == sentOn) {
                            tolerant(effect);
                        }
                    });
        }
        if (fault.happens()) {
            T result = effect.get();
            if (fault == Faults.Fault.NONE) {
                broken = false;
                sharp = false;
                pause(0);
                return result;
            }
        }
        broken = true;
        if (fault.kills()) {
            killed = true;
            throw new Killed();
        }
        throw new WorldAway("no answer");
    }

    /** Nobody waits for it any more. */
    private static void tolerant(Supplier<?> effect) {
        try {
            var _ = effect.get();
        } catch (WorldAway | Superseded _) {
            // Nobody is told.
        }
    }

    void pause(long micros) {
        alive();
        if (fiber != null) {
            fiber.pause(micros);
        }
    }

    /** What a connection holds goes with it: at once, or when the server notices that it broke. */
    void drop(Runnable what) {
        if (broken) {
            history.later(history.chance().below(600_000), what);
        } else {
            what.run();
        }
    }

    private void alive() {
        if (history.over()) {
            throw new Turns.Over();
        }
        if (killed) {
            throw new Killed();
        }
    }
}
