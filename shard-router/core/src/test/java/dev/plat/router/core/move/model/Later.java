package dev.plat.router.core.move.model;

import java.util.ArrayList;
import java.util.List;

/** What is still under way: statements whose caller has gone, connections that are still open. */
final class Later implements Turns.Actor {

    private record Due(long at, Runnable what) {}

    private final List<Due> due = new ArrayList<>();
    private final History history;

    Later(History history) {
        this.history = history;
    }

    void add(long micros, Runnable what) {
        due.add(new Due(history.now() + micros, what));
    }

    boolean empty() {
        return due.isEmpty();
    }

    @Override
    public long wakeAt() {
        long first = Long.MAX_VALUE;
        for (Due one : due) {
            first = Math.min(first, one.at());
        }
        return first;
    }

    @Override
    public void step() {
        for (int i = 0; i < due.size(); i++) {
            if (due.get(i).at() <= history.now()) {
                due.remove(i).what().run();
                return;
            }
        }
    }
}
