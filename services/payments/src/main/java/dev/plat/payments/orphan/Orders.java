package dev.plat.payments.orphan;

import dev.plat.schemas.Id;
import java.util.Optional;

/** Whoever sells: is told that a payment has changed, and says how its order stands. */
@FunctionalInterface
public interface Orders {

    /**
     * Tells, and asks. The order is taken as far as it goes.
     *
     * @return the order's state; empty when no order is known
     * @throws dev.plat.schemas.PlatException when nobody answers
     */
    Optional<String> changed(Id payment);
}
