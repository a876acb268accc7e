package dev.plat.chassis.outbox;

import dev.plat.schemas.Bucket;
import java.util.Map;

/** Does what one topic's events ask for; may see the same event twice and must not mind. */
public interface OutboxConsumer {

    String topic();

    /**
     * Does it now, or throws so that it is tried again later.
     *
     * @param bucket where the event was written
     * @param payload as given to {@link Outbox#add}
     */
    void accept(Bucket bucket, Map<String, Object> payload);
}
