package dev.plat.chassis;

import dev.plat.schemas.CardNumbers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Refuses what somebody types into the wrong field, before anybody has read it: such text is
 * neither stored nor logged nor said again. Whatever a provider tells is not looked at, since only
 * ids are taken out of it.
 */
@ServerFilter("/**")
@Requires(bean = NoCardNumbers.class)
final class CardNumberFilter implements Ordered {

    private static final String WEBHOOKS = "/webhooks/";
    private static final Duration BODY_MAX = Duration.ofSeconds(30);
    private static final Pattern ESCAPED = Pattern.compile("\\\\u00([0-7][0-9a-fA-F])");

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void check(HttpRequest<?> request) {
        if (request.getPath().startsWith(WEBHOOKS)) {
            return;
        }
        refuse("address", decoded(request.getUri().getRawPath()));
        String query = request.getUri().getRawQuery();
        refuse("query", query == null ? "" : decoded(query));
        refuse("Idempotency-Key", request.getHeaders().get("Idempotency-Key", String.class, ""));
        if (request instanceof ServerHttpRequest<?> server && hasBody(request)) {
            BodyLimitFilter.refuseLarge(request, BodyLimitFilter.JSON_MAX);
            String text = unescaped(body(server));
            refuse("body", text);
            if (request.getContentType()
                    .filter(MediaType.APPLICATION_FORM_URLENCODED_TYPE::matches)
                    .isPresent()) {
                refuse("body", decoded(text));
            }
        }
    }

    private static boolean hasBody(HttpRequest<?> request) {
        return request.getHeaders().contentLength().orElse(0) > 0
                || request.getHeaders().contains("Transfer-Encoding");
    }

    /** Whoever reads it next finds it as it came. */
    private static String body(ServerHttpRequest<?> request) {
        try (CloseableByteBody copy =
                        request.byteBody().split(ByteBody.SplitBackpressureMode.FASTEST);
                CloseableAvailableByteBody whole =
                        copy.buffer().get(BODY_MAX.toSeconds(), TimeUnit.SECONDS)) {
            return new String(whole.toByteArray(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unread().causedBy(e);
        } catch (ExecutionException | TimeoutException e) {
            throw unread().causedBy(e);
        }
    }

    private static PlatException unread() {
        return new PlatException(ErrorCode.REQUEST_MALFORMED, "The body did not come.");
    }

    private static void refuse(String where, String text) {
        if (CardNumbers.mayHold(text)) {
            throw new PlatException(
                    ErrorCode.CARD_NUMBER_REFUSED,
                    "This looks like a card's number, and none is taken here.",
                    "field",
                    where,
                    "expected",
                    "no card number; it is typed on the provider's page alone");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** JSON may say a digit in another way. */
    private static String unescaped(String json) {
        return ESCAPED.matcher(json).replaceAll(CardNumberFilter::letter);
    }

    private static String letter(MatchResult escape) {
        char letter = (char) Integer.parseInt(escape.group(1), 16);
        return letter == '$' || letter == '\\' ? "?" : Character.toString(letter);
    }

    /** Before callers are asked who they are, whose names might be logged with it. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }
}
