package dev.plat.checkout;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What came without TLS is not looked at: a page is shown the way to itself with TLS, and all else
 * is refused, whatever cookie or form it carries. What ends TLS in front says with {@code
 * X-Forwarded-Proto} how a request came to it.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainRefused {

    private static final String CAME_BY = "X-Forwarded-Proto";

    private final CheckoutConfig config;

    PlainRefused(CheckoutConfig config) {
        this.config = config;
    }

    @RequestFilter
    @Nullable HttpResponse<?> refuse(HttpRequest<?> request) {
        boolean secure =
                request.isSecure()
                        || (config.tlsInFront()
                                && request.getHeaders().getAll(CAME_BY).stream()
                                        .allMatch("https"::equalsIgnoreCase));
        if (secure) {
            return null;
        }
        if (request.getMethod() == HttpMethod.GET) {
            return HttpResponse.permanentRedirect(
                    URI.create(config.origin() + request.getUri().getRawPath()));
        }
        throw new PlatException(
                ErrorCode.ORIGIN_REFUSED,
                "This came without TLS, so nothing of it was read.",
                "expected",
                config.origin());
    }
}
