package dev.plat.payments.webhook;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Refuses a message that is too large, or whose length is not told, before it is read. */
@ServerFilter("/webhooks/**")
final class WebhookLimit implements Ordered {

    private static final long BYTES_MAX = 256 << 10;

    @RequestFilter
    void check(HttpRequest<?> request) {
        long length = request.getHeaders().contentLength().orElse(-1);
        if (length < 0 && request.getHeaders().contains("Transfer-Encoding")) {
            throw new PlatException(
                    ErrorCode.LENGTH_REQUIRED,
                    "The length of the body must be told.",
                    "expected",
                    "a Content-Length");
        }
        if (length > BYTES_MAX) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "The body is larger than it may be.",
                    "value",
                    length,
                    "limit",
                    BYTES_MAX);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
