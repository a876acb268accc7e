package dev.plat.checkout.pages;

import dev.plat.chassis.ProcessSettings;
import dev.plat.checkout.CheckoutConfig;
import dev.plat.checkout.cart.Carts;
import dev.plat.schemas.PlatException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes pages out of templates. Nothing on them comes from elsewhere and nothing runs; browsers are
 * told so, too.
 *
 * <p>Threads: safe.
 */
@Singleton
final class View {

    private static final Logger LOG = LoggerFactory.getLogger(View.class);
    private static final int SERVER_ERROR = 500;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Carts carts;
    private final String app;
    private final String policy;

    View(Carts carts, ProcessSettings settings, CheckoutConfig config) {
        this.carts = carts;
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
    HttpResponse<String> page(Visitor visitor, String here, String template, Object model) {
        Frame frame = new Frame(here, app, visitor.token(), carts.size(visitor.account()));
        return answer(HttpStatus.OK, template, Map.of("frame", frame, "page", model));
    }

    /** What went wrong, in words, with the code that programs get. */
    HttpResponse<String> problem(PlatException failure) {
        int status = failure.code().httpStatus();
        if (status >= SERVER_ERROR) {
            LOG.warn("a page failed: {}", failure.getMessage(), failure);
        }
        return answer(
                HttpStatus.valueOf(status),
                "problem.jte",
                Map.of("frame", new Frame("", app, "", 0), "page", Problem.of(failure)));
    }

    private MutableHttpResponse<String> answer(
            HttpStatus status, String template, Map<String, Object> values) {
        StringOutput html = new StringOutput();
        engine.render(template, values, html);
        return HttpResponse.<String>status(status)
                .body(html.toString())
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                // Without any our own forms would say they come from nowhere.
                .header("Referrer-Policy", "same-origin")
                .header("Strict-Transport-Security", "max-age=63072000");
    }
}
