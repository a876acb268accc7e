package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.fault.Fault;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.line.Said;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What goes wrong between the caller and what was carried out. */
public final class Trouble {

    private static final int KILLED = 137;

    private Trouble() {}

    /** Instead of carrying it out. */
    public static Optional<Said> before(Play play) {
        play.fault(Script.KILL_BEFORE).ifPresent(Trouble::die);
        return play.has(Script.RESET_BEFORE) ? Optional.of(new Said.Cut()) : Optional.empty();
    }

    /** Instead of the answer, when everything is committed. */
    public static Said after(Play play, Said answer) {
        play.fault(Script.KILL_AFTER_COMMIT).ifPresent(Trouble::die);
        Optional<Fault> hang = play.fault(Script.HANG);
        if (hang.isPresent() && !waited(hang.get())) {
            return new Said.Cut();
        }
        return play.has(Script.RESET_AFTER_COMMIT) ? new Said.Cut() : answer;
    }

    /**
     * No shutdown hook, no finally: as if somebody had pulled the plug. Says which fault it was, as
     * Plat's own processes do at their control points.
     */
    public static void die(Fault fault) {
        System.out.println("plat-control " + fault.name() + " kill");
        System.out.flush();
        Runtime.getRuntime().halt(KILLED);
    }

    /** False when the process ends meanwhile. */
    private static boolean waited(Fault fault) {
        try {
            return !new CountDownLatch(1).await(fault.pause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
