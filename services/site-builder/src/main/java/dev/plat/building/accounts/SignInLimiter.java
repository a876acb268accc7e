package dev.plat.building.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Name;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows guessing: so many failures for one account, or from one address, and further tries are
 * refused for a minute. Nobody is locked out for longer, since that would let a stranger lock out
 * anybody.
 */
@Singleton
final class SignInLimiter {

    private static final int FAILURES_MAX = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int KEYS_MAX = 100_000;

    private final Cache<String, AtomicInteger> failures =
            Caffeine.newBuilder().maximumSize(KEYS_MAX).expireAfterWrite(WINDOW).build();

    /**
     * Lets a try through.
     *
     * @throws PlatException {@code rate-limited}
     */
    void check(Name email, String from) {
        if (count(email.value()).get() >= FAILURES_MAX || count(from).get() >= FAILURES_MAX * 5) {
            throw new PlatException(
                    ErrorCode.RATE_LIMITED,
                    "Too many failed sign-ins.",
                    "retryAfterSeconds",
                    WINDOW.toSeconds());
        }
    }

    void failed(Name email, String from) {
        count(email.value()).incrementAndGet();
        count(from).incrementAndGet();
    }

    private AtomicInteger count(String key) {
        return failures.get(key, _ -> new AtomicInteger());
    }
}
