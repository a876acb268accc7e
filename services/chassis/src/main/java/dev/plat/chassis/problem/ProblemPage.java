package dev.plat.chassis.problem;

import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** For a service whose addresses people open: what went wrong is told them as a page. */
public interface ProblemPage {

    /**
     * Makes a page of a problem document, where a person asked; else leaves it.
     *
     * @param answer complete, with status and headers
     */
    void show(HttpRequest<?> request, PlatException failure, MutableHttpResponse<Object> answer);
}
