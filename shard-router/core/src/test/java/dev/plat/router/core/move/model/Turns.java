package dev.plat.router.core.move.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who goes next. Only one actor runs at any moment, and every choice is drawn, so the same draws
 * give the same history.
 *
 * <p>Most actors are step machines and run on the thread of whoever happens to hold the baton. The
 * controllers run the real, blocking driver, so each has a thread of its own; the baton changes
 * threads only when the choice falls on another controller, which keeps a history short.
 */
final class Turns {

    /** Something with a next step. */
    interface Actor {

        /** In simulated microseconds; {@link Long#MAX_VALUE} while there is nothing to do. */
        long wakeAt();

        void step();
    }

    /** Ends a controller's thread when its history is over. */
    static final class Over extends Error {

        private static final long serialVersionUID = 1;

        Over() {
            super("over", null, false, false);
        }
    }

    static final long STEP_MICROS_MAX = 1500;

    private final Chance chance;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Fiber> fibers = new ArrayList<>();
    private final Thread main = Thread.currentThread();

    private long now = 1;
    private int steps;
    private boolean over;
    private @Nullable Throwable failure;

    /** Whose turn it is; null is the thread that runs the history. */
    private volatile @Nullable Fiber holder;

    Turns(Chance chance) {
        this.chance = chance;
    }

    void add(Actor actor) {
        actors.add(actor);
    }

    Fiber fiber(Runnable body) {
        Fiber fiber = new Fiber(body);
        fibers.add(fiber);
        actors.add(fiber);
        return fiber;
    }

    long now() {
        return now;
    }

    int steps() {
        return steps;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    void fail(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        over = true;
    }

    /** Runs until somebody ends it. */
    @Nullable Throwable run() {
        while (!over) {
            Actor next = choose();
            if (next instanceof Fiber fiber) {
                give(fiber);
                awaitMain();
            } else {
                step(next);
            }
        }
        for (Fiber fiber : fibers) {
            while (!fiber.ended) {
                give(fiber);
                awaitMain();
            }
        }
        return failure;
    }

    private void step(Actor next) {
        try {
            next.step();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private Actor choose() {
        steps++;
        now += chance.below((int) STEP_MICROS_MAX);
        int awake = 0;
        long first = Long.MAX_VALUE;
        for (Actor actor : actors) {
            long at = actor.wakeAt();
            first = Math.min(first, at);
            if (at <= now) {
                awake++;
            }
        }
        if (awake == 0) {
            now = first;
            return choose();
        }
        int pick = chance.below(awake);
        for (Actor actor : actors) {
            if (actor.wakeAt() <= now && pick-- == 0) {
                return actor;
            }
        }
        throw new IllegalStateException("somebody is awake");
    }

    private void give(@Nullable Fiber fiber) {
        holder = fiber;
        if (fiber == null) {
            LockSupport.unpark(main);
        } else {
            fiber.wake();
        }
    }

    private void awaitMain() {
        while (holder != null) {
            LockSupport.park(this);
        }
    }

    /** A controller's thread. */
    final class Fiber implements Actor {

        private final Thread thread;
        private boolean started;
        private boolean ended;
        private long wakeAt;

        private Fiber(Runnable body) {
            thread = Thread.ofVirtual().unstarted(() -> life(body));
        }

        @Override
        public long wakeAt() {
            return ended ? Long.MAX_VALUE : wakeAt;
        }

        @Override
        public void step() {
            throw new IllegalStateException("a fiber is given the baton");
        }

        /** Sleeps in simulated time while the others go on. */
        void pause(long micros) {
            wakeAt = now + micros;
            while (!over) {
                Actor next = choose();
                if (next == this) {
                    return;
                }
                if (next instanceof Fiber other) {
                    give(other);
                    await();
                    break;
                }
                Turns.this.step(next);
            }
            if (over) {
                throw new Over();
            }
        }

        private void life(Runnable body) {
            await();
            try {
                if (!over) {
                    body.run();
                }
            } catch (Over _) {
                // As it should.
            } catch (Throwable e) {
                fail(e);
            }
            ended = true;
            give(null);
        }

        private void wake() {
            if (started) {
                LockSupport.unpark(thread);
            } else {
                started = true;
                thread.start();
            }
        }

        private void await() {
            while (holder != this) {
                LockSupport.park(this);
            }
        }
    }
}
