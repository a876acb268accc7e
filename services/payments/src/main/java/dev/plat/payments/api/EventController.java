package dev.plat.payments.api;

import dev.plat.payments.webhook.Inbox;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** What a provider has told, for operators. */
@Controller("/internal/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Inbox.class)
final class EventController {

    private final Inbox inbox;

    EventController(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * How an event stands.
     *
     * @param verdict {@code applied foreign parked}, or null: it is taken up again later
     */
    @Serdeable
    record EventAnswer(
            String event,
            String type,
            String object,
            int tries,
            @Nullable String verdict,
            @Nullable String reason) {}

    /** Acts on an event once more, whatever became of it before. */
    @Post("/{event}/replay")
    EventAnswer replay(String event) {
        Inbox.Standing standing =
                inbox.replay(event)
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "No such event is kept.",
                                        "value",
                                        event,
                                        "expected",
                                        "the provider's id of an event"));
        return new EventAnswer(
                event,
                standing.type(),
                standing.object(),
                standing.tries(),
                standing.verdict(),
                standing.reason());
    }
}
