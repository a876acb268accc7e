package dev.plat.domains.deliver;

import dev.plat.domains.claim.Delivery;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits for all nodes, while there is time. */
final class Confirmations {

    private static final Duration ASK_AGAIN = Duration.ofMillis(25);

    private Confirmations() {}

    /** The first complete answer, or the last one. */
    static Delivery.Reach await(Supplier<Delivery.Reach> ask, Deadline deadline) {
        Delivery.Reach reach = ask.get();
        while (!reach.complete() && deadline.left().compareTo(ASK_AGAIN) > 0) {
            pause();
            reach = ask.get();
        }
        return reach;
    }

    private static void pause() {
        try {
            Thread.sleep(ASK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The process is being ended.").causedBy(e);
        }
    }
}
