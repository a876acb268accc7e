package dev.plat.payments.provider.stripe;

import com.stripe.model.Event;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ids out of an event and nothing else: one of another API version may have any shape
 * inside, which is why the library hands out no object then.
 */
final class StripeEvents {

    private final JsonMapper json;

    StripeEvents(JsonMapper json) {
        this.json = json;
    }

    /**
     * @throws PlatException {@code request-malformed}
     */
    ProviderEvent read(byte[] body) {
        try {
            JsonNode event = json.readValue(body, JsonNode.class);
            @Nullable JsonNode data = event == null ? null : event.get("data");
            @Nullable JsonNode object = data == null ? null : data.get("object");
            return new ProviderEvent(
                    text(event, "id"), text(event, "type"), text(object, "id"), created(event));
        } catch (IOException e) {
            throw malformed().causedBy(e);
        }
    }

    /** One of the provider's list; its object is not read, for the same reason. */
    ProviderEvent listed(Event event) {
        String object;
        try {
            String raw = event.getDataObjectDeserializer().getRawJson();
            object = text(json.readValue(raw, JsonNode.class), "id");
        } catch (IOException e) {
            throw malformed().causedBy(e);
        }
        return new ProviderEvent(
                event.getId(), event.getType(), object, Instant.ofEpochSecond(event.getCreated()));
    }

    private static String text(@Nullable JsonNode node, String field) {
        @Nullable JsonNode value = node == null ? null : node.get(field);
        return value != null && value.isString() ? value.getStringValue() : "";
    }

    private static Instant created(@Nullable JsonNode event) {
        @Nullable JsonNode value = event == null ? null : event.get("created");
        if (value == null || !value.isNumber() || value.getLongValue() < 0) {
            throw malformed();
        }
        return Instant.ofEpochSecond(value.getLongValue());
    }

    private static PlatException malformed() {
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "This is no event.",
                "expected",
                "an event with id, type and created");
    }
}
