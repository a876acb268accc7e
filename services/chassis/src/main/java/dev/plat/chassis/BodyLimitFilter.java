package dev.plat.chassis;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.util.Set;

/**
 * Refuses a body that is too large, or whose length is not told, before a byte of it is read:
 * {@value #JSON_MAX} bytes, unless the controller's method says otherwise with {@link BodyMax}.
 */
@ServerFilter({"/api/**", "/internal/**"})
final class BodyLimitFilter implements Ordered {

    static final long JSON_MAX = 256 << 10;
    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (!WITH_BODY.contains(request.getMethod())) {
            return;
        }
        refuseLarge(request, limit(request));
    }

    /**
     * Looks at what the caller says of the body, not at the body.
     *
     * @param limit bytes
     * @throws PlatException {@code length-required}, {@code body-too-large}
     */
    static void refuseLarge(HttpRequest<?> request, long limit) {
        long length = request.getHeaders().contentLength().orElse(-1);
        if (length < 0 && request.getHeaders().contains("Transfer-Encoding")) {
            throw new PlatException(
                    ErrorCode.LENGTH_REQUIRED,
                    "The length of the body must be told.",
                    "expected",
                    "a Content-Length");
        }
        if (length > limit) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "The body is larger than it may be.",
                    "value",
                    length,
                    "limit",
                    limit);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    private static long limit(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .flatMap(route ->
                        route.getAnnotationMetadata().longValue(BodyMax.class, "value").stream()
                                .boxed()
                                .findFirst())
                .orElse(JSON_MAX);
    }
}
