package dev.plat.ops.sandbox.registry.epp;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;

/**
 * The faults still to be played.
 *
 * <p>Threads: safe.
 */
public final class Faults {

    private static final int WAITING_MAX = 1_000;

    private final List<Fault> waiting = new ArrayList<>();

    public synchronized void add(Fault fault) {
        if (waiting.size() >= WAITING_MAX) {
            throw new IllegalArgumentException(WAITING_MAX + " faults are waiting already");
        }
        waiting.add(fault);
    }

    public synchronized void clear() {
        waiting.clear();
    }

    public synchronized List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    /** Those that hit this command; each is used by it. */
    synchronized List<Fault> take(String op, String name, String registrar) {
        List<Fault> hit = new ArrayList<>();
        ListIterator<Fault> faults = waiting.listIterator();
        while (faults.hasNext()) {
            Fault fault = faults.next();
            if (!fault.fits(op, name, registrar)) {
                continue;
            }
            if (fault.skip() > 0) {
                faults.set(fault.skipped());
                continue;
            }
            hit.add(fault);
            if (fault.times() > 1) {
                faults.set(fault.used());
            } else {
                faults.remove();
            }
        }
        return hit;
    }
}
