package dev.plat.router.postgres;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a number of callers in at a time; the others wait in the order of their coming. The number
 * may change while they do, also to 0.
 *
 * <p>A semaphore of the JDK does nearly that, but each waiter that gives up walks its queue: twenty
 * thousand that give up in the same second are 2·10⁸ steps on the cores that should serve the rest.
 * Here one who gives up only says so, and is dropped when his turn comes or when half the queue has
 * gone.
 *
 * <p>Threads: safe.
 */
final class Gate {

    private static final int WAITING_MAX = 100_000;
    private static final int GONE_WORTH_SWEEPING = 64;

    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile boolean admitted;
        private boolean gone;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
    private int most;
    private int inside;
    private int gone;

    Gate(int most) {
        this.most = most;
    }

    /**
     * False when the time is over, or when too many wait already. Who was let in leaves once.
     *
     * @throws InterruptedException and the caller is not in
     */
    boolean enter(long nanos) throws InterruptedException {
        Waiter waiter;
        lock.lock();
        try {
            if (inside < most && queue.size() == gone) {
                inside++;
                return true;
            }
            if (nanos <= 0 || queue.size() - gone >= WAITING_MAX) {
                return false;
            }
            waiter = new Waiter();
            queue.add(waiter);
        } finally {
            lock.unlock();
        }
        return await(waiter, System.nanoTime() + nanos);
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            admit();
        } finally {
            lock.unlock();
        }
    }

    /** From now on; those inside stay. */
    void most(int callers) {
        lock.lock();
        try {
            most = callers;
            admit();
        } finally {
            lock.unlock();
        }
    }

    /** Who waits now, for tests. */
    int waiting() {
        lock.lock();
        try {
            return queue.size() - gone;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Waiter waiter, long end) throws InterruptedException {
        while (!waiter.admitted) {
            long left = end - System.nanoTime();
            if (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, left);
                continue;
            }
            if (giveUp(waiter)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return false;
            }
        }
        return true;
    }

    /** False when he was let in at the last moment. */
    private boolean giveUp(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.admitted) {
                return false;
            }
            waiter.gone = true;
            gone++;
            if (gone > GONE_WORTH_SWEEPING && gone > queue.size() / 2) {
                queue.removeIf(one -> one.gone);
                gone = 0;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        while (inside < most && !queue.isEmpty()) {
            Waiter waiter = queue.remove();
            if (waiter.gone) {
                gone--;
                continue;
            }
            inside++;
            waiter.admitted = true;
            LockSupport.unpark(waiter.thread);
        }
    }
}
