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

    private Trouble() {}

    /** Instead of carrying it out. */
    public static Optional<Said> before(Play play) {
        return play.has(Script.RESET_BEFORE) ? Optional.of(new Said.Cut()) : Optional.empty();
    }

    /** Instead of the answer, when everything is committed. */
    public static Said after(Play play, Said answer) {
        Optional<Fault> hang = play.fault(Script.HANG);
        if (hang.isPresent() && !waited(hang.get())) {
            return new Said.Cut();
        }
        return play.has(Script.RESET_AFTER_COMMIT) ? new Said.Cut() : answer;
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
