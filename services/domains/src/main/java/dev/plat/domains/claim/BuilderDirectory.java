package dev.plat.domains.claim;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Asks site-builder. */
@Singleton
final class BuilderDirectory implements SiteDirectory {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServiceClient client;

    BuilderDirectory(ServiceClient client) {
        this.client = client;
    }

    @Override
    public Optional<Id> owner(Id site) {
        try {
            Answer answer =
                    client.get(
                            "site-builder",
                            "/internal/v1/sites/" + site,
                            Answer.class,
                            Deadline.in(PATIENCE));
            return Optional.of(Id.parse(IdKind.ACCOUNT, answer.owner));
        } catch (PlatException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What site-builder says of a site. */
    @Serdeable
    record Answer(String site, String owner, String slug) {}
}
