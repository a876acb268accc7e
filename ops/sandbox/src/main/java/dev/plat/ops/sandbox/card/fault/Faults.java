package dev.plat.ops.sandbox.card.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The faults that wait to be played, in the order in which they were ordered. Several that fit one
 * call are played together.
 *
 * <p>Threads: safe.
 */
public final class Faults {

    private static final int WAITING_MAX = 1_000;

    private final List<Waiting> waiting = new ArrayList<>();

    private static final class Waiting {
        private final Fault fault;
        private int skip;
        private int times;

        private Waiting(Fault fault) {
            this.fault = fault;
            this.skip = fault.skip();
            this.times = fault.times();
        }
    }

    public synchronized void add(Fault fault) {
        if (waiting.size() >= WAITING_MAX) {
            throw new IllegalArgumentException("at most " + WAITING_MAX + " scripts");
        }
        waiting.add(new Waiting(fault));
    }

    public synchronized void clear() {
        waiting.clear();
    }

    public synchronized List<Fault> waiting() {
        return waiting.stream().map(one -> one.fault).toList();
    }

    /** For a call. */
    public Play play(String op, Map<String, String> metadata) {
        return new Play(take(op, metadata, false));
    }

    /** For an event that goes out. */
    public Play deliver(String type, Map<String, String> metadata) {
        return new Play(take(type, metadata, true));
    }

    private synchronized List<Fault> take(
            String op, Map<String, String> metadata, boolean delivery) {
        List<Fault> taken = new ArrayList<>();
        for (Waiting one : List.copyOf(waiting)) {
            if (one.fault.script().onDelivery() != delivery || !one.fault.fits(op, metadata)) {
                continue;
            }
            if (one.skip > 0) {
                one.skip--;
                continue;
            }
            taken.add(one.fault);
            one.times--;
            if (one.times == 0) {
                waiting.remove(one);
            }
        }
        return taken;
    }
}
