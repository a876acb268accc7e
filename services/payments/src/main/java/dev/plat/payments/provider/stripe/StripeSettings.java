package dev.plat.payments.provider.stripe;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Stripe is reached.
 *
 * @param base {@code https://api.stripe.com}, or a sandbox
 * @param key that proves who we are
 * @param hookSecrets that prove who Stripe is; several while one is replaced by another
 * @param ca PEM of who signs its certificate; null: those the JDK believes
 * @param connect how long a connection may take
 * @param answer how long one answer may take
 */
public record StripeSettings(
        URI base,
        String key,
        List<String> hookSecrets,
        @Nullable Path ca,
        Duration connect,
        Duration answer) {

    public StripeSettings {
        hookSecrets = List.copyOf(hookSecrets);
    }

    /** With the usual patience: two seconds to connect, twenty to be answered. */
    public static StripeSettings usual(
            URI base, String key, List<String> hookSecrets, @Nullable Path ca) {
        return new StripeSettings(
                base, key, hookSecrets, ca, Duration.ofSeconds(2), Duration.ofSeconds(20));
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "Stripe at " + base;
    }
}
