package dev.plat.checkout.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.Optional;

/**
 * By what people know their accounts, as site-builder says.
 *
 * <p>Threads: safe; blocking.
 */
public final class People {

    /** It stands on every page, and no page waits for it long. */
    private static final Duration CALL_MAX = Duration.ofSeconds(1);

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int ACCOUNTS_MAX = 10_000;

    private final ServiceClient client;
    private final Cache<Id, String> known =
            Caffeine.newBuilder().maximumSize(ACCOUNTS_MAX).expireAfterWrite(KEPT).build();

    public People(ServiceClient client) {
        this.client = client;
    }

    @Serdeable
    record Known(String email) {}

    /** With which the account's owner signs in; empty while nobody can say. */
    public Optional<String> email(Id account) {
        String email = known.getIfPresent(account);
        if (email != null) {
            return Optional.of(email);
        }
        try {
            Known told =
                    client.get(
                            "site-builder",
                            "/internal/v1/accounts/" + account,
                            Known.class,
                            Deadline.in(CALL_MAX));
            known.put(account, told.email());
            return Optional.of(told.email());
        } catch (PlatException e) {
            return Optional.empty();
        }
    }
}
