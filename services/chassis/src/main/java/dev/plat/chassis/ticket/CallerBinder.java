package dev.plat.chassis.ticket;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a controller its {@link Caller}; without one the answer is {@code sign-in-required}. */
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {

    @Override
    public Argument<Caller> argumentType() {
        return Argument.of(Caller.class);
    }

    @Override
    public BindingResult<Caller> bind(
            ArgumentConversionContext<Caller> context, HttpRequest<?> source) {
        Caller caller =
                source.getAttribute(CallerFilter.ATTRIBUTE, Caller.class)
                        .orElseThrow(() -> refusal(source));
        return () -> Optional.of(caller);
    }

    /** Why nobody is known to call. */
    static PlatException refusal(HttpRequest<?> request) {
        if (request.getAttribute(CallerFilter.WITHOUT_TOKEN).isPresent()) {
            return new PlatException(
                    ErrorCode.ORIGIN_REFUSED,
                    "The session's token is missing or wrong.",
                    "header",
                    CallerFilter.CSRF_HEADER,
                    "expected",
                    "the csrf value of GET /api/v1/session");
        }
        return new PlatException(ErrorCode.SIGN_IN_REQUIRED, "This needs a sign-in.");
    }
}
