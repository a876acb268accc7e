package dev.plat.checkout.pages;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.problem.ProblemPage;
import dev.plat.checkout.CheckoutConfig;
import dev.plat.checkout.call.People;
import dev.plat.checkout.cart.Carts;
import dev.plat.schemas.PlatException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Makes pages out of templates. Nothing on them comes from elsewhere and nothing runs; browsers are
 * told so, too.
 *
 * <p>Threads: safe.
 */
@Singleton
final class View implements ProblemPage {

    /** What programs ask for, and are told in their way. */
    private static final List<String> OF_PROGRAMS = List.of("/api/", "/internal/", "/health");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Carts carts;
    private final People people;
    private final String app;
    private final String policy;

    View(Carts carts, People people, ProcessSettings settings, CheckoutConfig config) {
        this.carts = carts;
        this.people = people;
        this.app = settings.appOrigin();
        this.policy =
                String.join(
                        "; ",
                        "default-src 'none'",
                        "style-src 'self'",
                        "img-src 'self'",
                        // Browsers hold the answer to a form against it, too.
                        "form-action 'self' " + config.provider(),
                        "base-uri 'none'",
                        "frame-ancestors 'none'");
    }

    /**
     * A page for somebody who is known.
     *
     * @param here the path of the page in the menu, if it is there
     */
    HttpResponse<?> page(Visitor visitor, String here, String template, Object model) {
        return page(HttpStatus.OK, visitor, here, template, model);
    }

    /** The same, where what was asked for was not done. */
    HttpResponse<?> page(
            HttpStatus status, Visitor visitor, String here, String template, Object model) {
        Frame frame =
                new Frame(
                        here,
                        app,
                        visitor.token(),
                        carts.size(visitor.account()),
                        people.email(visitor.account()).orElse(""));
        return dressed(HttpResponse.<Object>status(status), template, frame, model);
    }

    /** In words, with the code that programs get. */
    @Override
    public void show(
            HttpRequest<?> request, PlatException failure, MutableHttpResponse<Object> answer) {
        if (OF_PROGRAMS.stream().noneMatch(request.getPath()::startsWith)) {
            dressed(answer, "problem.jte", new Frame("", app, "", 0, ""), Problem.of(failure));
        }
    }

    private MutableHttpResponse<Object> dressed(
            MutableHttpResponse<Object> answer, String template, Frame frame, Object model) {
        StringOutput html = new StringOutput();
        engine.render(template, Map.of("frame", frame, "page", model), html);
        return answer.<Object>body(html.toString())
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                // Without any our own forms would say they come from nowhere.
                .header("Referrer-Policy", "same-origin")
                .header("Strict-Transport-Security", "max-age=63072000");
    }
}
