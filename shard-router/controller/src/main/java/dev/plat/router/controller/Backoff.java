package dev.plat.router.controller;

import java.time.Duration;

/** How long to rest after something did not answer: short at first, half a minute in the end. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final int DOUBLINGS_MAX = 10;

    private Backoff() {}

    /** After so many failures in a row, 1 or more. */
    static Duration after(int times) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(times - 1, DOUBLINGS_MAX));
        return pause.compareTo(MOST) > 0 ? MOST : pause;
    }
}
