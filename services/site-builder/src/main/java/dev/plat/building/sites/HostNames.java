package dev.plat.building.sites;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.calls.ServiceClient;
import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A site's host name, which hosting owns: reserve it, write the site, confirm it. The confirmation
 * is an outbox event; a reservation whose site was never written is settled by hosting, which asks.
 */
@Singleton
public final class HostNames implements OutboxConsumer {

    static final String TOPIC = "host.confirm";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServiceClient client;
    private final String sitesDomain;

    HostNames(ServiceClient client, ProcessSettings settings) {
        this.client = client;
        this.sitesDomain = settings.sitesDomain();
    }

    /**
     * Holds the name for the site.
     *
     * @throws dev.plat.schemas.PlatException {@code slug-taken}, or retryable when hosting cannot
     *     be reached
     */
    void reserve(String slug, Id site, Id owner) {
        call(slug, "reserve", site, owner);
    }

    /** Makes the name lasting; free to repeat. */
    public void confirm(String slug, Id site, Id owner) {
        call(slug, "confirm", site, owner);
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        confirm(
                String.valueOf(payload.get("slug")),
                Id.parse(IdKind.SITE, String.valueOf(payload.get("site"))),
                Id.parse(IdKind.ACCOUNT, String.valueOf(payload.get("owner"))));
    }

    private void call(String slug, String verb, Id site, Id owner) {
        String path = "/internal/v1/hosts/" + slug + "." + sitesDomain + "/" + verb;
        client.post(
                "hosting",
                path,
                new Claim(site.toString(), owner.toString()),
                Optional.of(owner),
                State.class,
                Deadline.in(PATIENCE));
    }

    /** What is claimed, and for whom. */
    @Serdeable
    record Claim(String site, String owner) {}

    /** What hosting answers. */
    @Serdeable
    record State(String state) {}
}
