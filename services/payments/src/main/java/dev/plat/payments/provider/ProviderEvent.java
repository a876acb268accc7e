package dev.plat.payments.provider;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * That something happened at a provider. What, is asked: an event tells of a moment that is over,
 * and may come late, twice, and after its successor.
 *
 * @param id the provider's own
 * @param type in the provider's words
 * @param object what to ask for; empty when the event names nothing
 * @param created by the provider's clock
 */
public record ProviderEvent(String id, String type, String object, Instant created) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,120}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,120}");

    /**
     * @throws PlatException {@code request-malformed} for what no provider sends
     */
    public ProviderEvent {
        if (!ID.matcher(id).matches()
                || !TYPE.matcher(type).matches()
                || !(object.isEmpty() || ID.matcher(object).matches())) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED,
                    "This is no event.",
                    "value",
                    id.length() > 80 ? id.substring(0, 80) : id,
                    "expected",
                    ID.pattern());
        }
    }
}
