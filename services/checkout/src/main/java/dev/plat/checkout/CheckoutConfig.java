package dev.plat.checkout;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.regex.Pattern;

/**
 * How purchases are made.
 *
 * @param pages where buyers come back to, with the order's id behind it; an https address, or one
 *     below {@code localhost}
 */
@ConfigurationProperties("plat.checkout")
record CheckoutConfig(String pages) {

    private static final Pattern PAGES =
            Pattern.compile("(https://[^/ ]+|http://([a-z0-9-]+\\.)*localhost(:\\d+)?)/[^ ]*");

    CheckoutConfig {
        if (!PAGES.matcher(pages).matches()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A setting cannot be used.",
                    "setting",
                    "plat.checkout.pages",
                    "value",
                    pages,
                    "expected",
                    "an https address, or one below localhost");
        }
    }
}
