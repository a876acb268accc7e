package dev.plat.chassis.problem;

import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Hands Plat's own failures to {@link ProblemResponses}. */
@Singleton
final class PlatExceptionHandler implements ExceptionHandler<PlatException, HttpResponse<?>> {

    private final ErrorResponseProcessor<?> responses;

    PlatExceptionHandler(ErrorResponseProcessor<?> responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's own signature
    public HttpResponse<?> handle(HttpRequest request, PlatException failure) {
        return responses.processResponse(
                ErrorContext.builder(request).cause(failure).errorMessage(failure.text()).build(),
                HttpResponse.serverError());
    }
}
