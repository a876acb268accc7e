package dev.plat.domains.certificate;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Optional;

/** The waits between looks at the same thing: as asked for, else ever longer. */
final class Pauses {

    private final OrderPace pace;
    private Duration next;

    Pauses(OrderPace pace) {
        this.pace = pace;
        this.next = pace.look();
    }

    /**
     * Waits.
     *
     * @param asked what the other side wishes
     * @throws PlatException {@code draining} when the process ends meanwhile
     */
    void rest(Optional<Duration> asked) {
        try {
            Thread.sleep(asked.map(pace::clamped).orElse(next));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.DRAINING, "The process ends.").causedBy(e);
        }
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(pace.lookMax()) < 0 ? doubled : pace.lookMax();
    }
}
