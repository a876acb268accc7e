package dev.plat.chassis.problem;

import com.fasterxml.jackson.core.JsonParseException;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.BeanProvider;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one mapping from failures to answers: Plat's own, the framework's, and those nobody foresaw.
 * The client never sees a stack trace or a class name; the log does.
 */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Object> {

    /** In Serde's messages: {@code … property [int count] of type …}. */
    private static final Pattern PROPERTY = Pattern.compile("property \\[[^\\]]*?(\\w+)\\]");

    /** A failure that knows when a repeat has a chance says so in this fact. */
    private static final String RETRY_AFTER_FACT = "retryAfterSeconds";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    private final BeanProvider<ProblemPage> page;

    /**
     * @param page asked when something has gone wrong, and not made before
     */
    ProblemResponses(BeanProvider<ProblemPage> page) {
        this.page = page;
    }

    @Override
    public MutableHttpResponse<Object> processResponse(
            ErrorContext context, MutableHttpResponse<?> response) {
        Throwable cause = context.getRootCause().orElse(null);
        PlatException failure =
                find(cause, PlatException.class)
                        .map(found -> Place.of(found, cause))
                        .or(() -> ofFramework(cause))
                        .orElseGet(() -> ofStatus(context, response.code(), cause));
        if (failure.code().httpStatus() >= 500) {
            LOG.warn(
                    "{} {} failed: {}",
                    context.getRequest().getMethodName(),
                    path(context),
                    failure.getMessage(),
                    cause);
        }
        MutableHttpResponse<Object> answer =
                response.status(failure.code().httpStatus())
                        .<Object>body(Problem.of(failure))
                        .contentType(Problem.MEDIA_TYPE);
        if (failure.code().retryable()) {
            Object seconds = failure.facts().getOrDefault(RETRY_AFTER_FACT, 1);
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        }
        page.ifPresent(it -> it.show(context.getRequest(), failure, answer));
        return answer;
    }

    private static Optional<PlatException> ofFramework(@Nullable Throwable cause) {
        Optional<PlatException> malformed =
                find(cause, JsonParseException.class)
                        .map(e ->
                                malformed(e.getOriginalMessage(), e.getLocation().getByteOffset()))
                        .or(() ->
                                find(cause, JsonSyntaxException.class)
                                        .map(e -> malformed(firstLine(e), -1)));
        return malformed
                .or(() ->
                        find(cause, ContentLengthExceededException.class)
                                .map(e ->
                                        new PlatException(
                                                ErrorCode.BODY_TOO_LARGE,
                                                "The body is larger than it may be.")))
                .or(() ->
                        find(cause, RoutedSqlException.class)
                                .map(e ->
                                        new PlatException(
                                                ErrorCode.INTERNAL,
                                                "Something went wrong on our side.")));
    }

    private static PlatException malformed(String found, long offset) {
        return new PlatException(
                ErrorCode.JSON_MALFORMED,
                "The body is not well-formed JSON.",
                "found",
                firstLine(found),
                "offset",
                offset);
    }

    /** What the framework answers by status alone. */
    private static PlatException ofStatus(
            ErrorContext context, int status, @Nullable Throwable cause) {
        return switch (status) {
            case 400, 422 ->
                    new PlatException(
                            ErrorCode.REQUEST_MALFORMED,
                            "A value is missing or not of the expected type.",
                            "field",
                            field(cause));
            case 401 -> new PlatException(ErrorCode.SIGN_IN_REQUIRED, "This needs a sign-in.");
            case 403 ->
                    new PlatException(ErrorCode.ORIGIN_REFUSED, "This is not allowed from here.");
            case 404 ->
                    new PlatException(
                            ErrorCode.NOT_FOUND,
                            "There is nothing at this address.",
                            "value",
                            path(context));
            case 405 ->
                    new PlatException(
                            ErrorCode.METHOD_REFUSED,
                            "This address does not know the method.",
                            "value",
                            context.getRequest().getMethodName());
            case 406, 415 ->
                    new PlatException(
                            ErrorCode.MEDIA_TYPE_REFUSED,
                            "This address does not take the content type.",
                            "value",
                            context.getRequest().getHeaders().getContentType().orElse("none"));
            case 413 ->
                    new PlatException(
                            ErrorCode.BODY_TOO_LARGE, "The body is larger than it may be.");
            default -> new PlatException(ErrorCode.INTERNAL, "Something went wrong on our side.");
        };
    }

    /** The framework's own words name our classes, so only the field is taken from them. */
    private static String field(@Nullable Throwable cause) {
        Optional<String> property =
                find(cause, SerdeException.class)
                        .map(e -> PROPERTY.matcher(String.valueOf(e.getMessage())))
                        .filter(Matcher::find)
                        .map(words -> words.group(1));
        return property.or(() ->
                        find(cause, ConversionErrorException.class)
                                .map(e -> e.getArgument().getName()))
                .or(() ->
                        find(cause, UnsatisfiedRouteException.class)
                                .map(e -> e.getArgument().getName()))
                .orElse("body");
    }

    static <T extends Throwable> Optional<T> find(@Nullable Throwable failure, Class<T> type) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    private static String firstLine(Throwable failure) {
        return firstLine(String.valueOf(failure.getMessage()));
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static String path(ErrorContext context) {
        String path = context.getRequest().getPath();
        return path.length() > 200 ? path.substring(0, 200) + "…" : path;
    }
}
