package dev.plat.checkout;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.regex.Pattern;

/**
 * Where purchases are made.
 *
 * @param origin of the pages, {@code https://plat-checkout.localhost:8833}; without TLS below
 *     {@code localhost} only
 * @param provider origin of the page where is paid
 * @param tlsInFront for development and tests: something else on this machine ends TLS, and says by
 *     {@code X-Forwarded-Proto} how a request came to it
 */
@ConfigurationProperties("plat.checkout")
public record CheckoutConfig(
        String origin,
        @Bindable(defaultValue = "https://checkout.stripe.com") String provider,
        @Bindable(defaultValue = "false") boolean tlsInFront) {

    private static final Pattern ORIGIN =
            Pattern.compile("https://[^/ ;]+|http://([a-z0-9-]+\\.)*localhost(:\\d+)?");

    public CheckoutConfig {
        require("plat.checkout.origin", origin);
        require("plat.checkout.provider", provider);
    }

    /** Where buyers come back to, with the order's id behind it. */
    String orders() {
        return origin + "/orders/";
    }

    private static void require(String setting, String value) {
        if (!ORIGIN.matcher(value).matches()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A setting cannot be used.",
                    "setting",
                    setting,
                    "value",
                    value,
                    "expected",
                    "an https origin without a path, or one below localhost");
        }
    }
}
