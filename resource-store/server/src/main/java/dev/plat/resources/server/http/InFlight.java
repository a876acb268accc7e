package dev.plat.resources.server.http;

import java.time.Duration;

/** Counts requests under way, so that a stop can wait for them. Threads: safe. */
final class InFlight {

    private int count;
    private boolean draining;

    /** False when nothing new may start. */
    synchronized boolean enter() {
        if (draining) {
            return false;
        }
        count++;
        return true;
    }

    synchronized void leave() {
        count--;
        notifyAll();
    }

    synchronized boolean draining() {
        return draining;
    }

    /** Lets nothing new in and waits for the rest; false when some were still under way. */
    synchronized boolean drain(Duration limit) throws InterruptedException {
        draining = true;
        long deadline = System.nanoTime() + limit.toNanos();
        while (count > 0) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
