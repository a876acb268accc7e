package dev.plat.payments.provider;

import java.util.List;

/**
 * A page of a provider's list of events.
 *
 * @param more whether older ones of the asked time are left
 */
public record EventPage(List<ProviderEvent> events, boolean more) {

    public EventPage {
        events = List.copyOf(events);
    }
}
