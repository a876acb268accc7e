package dev.plat.payments.provider;

import java.util.List;

/**
 * A page of a provider's list of movements.
 *
 * @param more whether older ones of the asked time are left
 */
public record MovementPage(List<Movement> movements, boolean more) {

    public MovementPage {
        movements = List.copyOf(movements);
    }
}
