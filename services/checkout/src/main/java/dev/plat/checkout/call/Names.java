package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether names can be had, as the domains service says; what they cost the buyer is payments'
 * word.
 *
 * <p>Threads: safe; blocking.
 */
public final class Names {

    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final ServiceClient client;

    public Names(ServiceClient client) {
        this.client = client;
    }

    /**
     * A name that was looked for.
     *
     * @param name A-labels
     * @param display as people write it
     * @param refusal why it cannot be had: {@code name-taken}, {@code name-premium}
     */
    @Serdeable
    public record Found(String name, String display, boolean available, @Nullable String refusal) {}

    /**
     * Asks the registry.
     *
     * @throws dev.plat.schemas.PlatException {@code name-invalid} and the like; {@code try-again}
     */
    public Found look(String name) {
        return client.get(
                "domains",
                "/internal/v1/names/quote?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                Found.class,
                Deadline.in(CALL_MAX));
    }
}
