package dev.plat.router.core.move.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a taker knows of a link.
 *
 * @param origin the giver's commits before it were applied
 * @param synced for each bucket the place in the giver's log at which it was copied; −1 for not yet
 * @param giverTimeline when the link was made
 * @param takerTimeline when the link was made
 */
record Subscription(int origin, List<Integer> synced, int giverTimeline, int takerTimeline) {

    static final Subscription NONE = new Subscription(-1, List.of(), 0, 0);

    boolean exists() {
        return origin >= 0;
    }

    Subscription at(int next) {
        return new Subscription(next, synced, giverTimeline, takerTimeline);
    }

    Subscription copied(int bucket, int place) {
        List<Integer> next = new ArrayList<>(synced);
        next.set(bucket, place);
        return new Subscription(origin, next, giverTimeline, takerTimeline);
    }

    int firstNotCopied() {
        return synced.indexOf(-1);
    }
}
