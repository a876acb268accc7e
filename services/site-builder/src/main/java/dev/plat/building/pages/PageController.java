package dev.plat.building.pages;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The dashboard and the editor: files that the browser build left in this jar under {@code web/}.
 * Scripts come from here alone, so that what a document smuggles into the canvas cannot run.
 */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class PageController {

    private static final String CSP =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self' 'unsafe-inline'", // GrapesJS writes styles into its canvas
                    "img-src 'self' data: blob:",
                    "font-src 'self'",
                    "connect-src 'self'%s",
                    "frame-src 'self'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}");
    private static final Map<String, String> TYPES =
            Map.of(
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "woff2", "font/woff2",
                    "json", "application/json");

    private final ResourceResolver resources;
    private final String csp;

    PageController(ResourceResolver resources, NeighbourSettings neighbours) {
        this.resources = resources;
        String domains = neighbours.domainsOrigin();
        this.csp = CSP.formatted(domains == null ? "" : " " + domains);
    }

    @Get("/")
    HttpResponse<byte[]> dashboard() {
        return page("dashboard.html");
    }

    @Get("/edit/{site}/{page}")
    HttpResponse<byte[]> editor(@PathVariable String site, @PathVariable String page) {
        return page("editor.html");
    }

    @Get("/assets/{file}")
    HttpResponse<byte[]> asset(@PathVariable String file) {
        if (!FILE.matcher(file).matches()) {
            throw unknown(file);
        }
        byte[] bytes = read("web/assets/" + file).orElseThrow(() -> unknown(file));
        String type =
                TYPES.getOrDefault(
                        file.substring(file.lastIndexOf('.') + 1),
                        MediaType.APPLICATION_OCTET_STREAM);
        return HttpResponse.ok(bytes)
                .contentType(type)
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Cache-Control",
                        "public, max-age=31536000, immutable"); // names carry a digest
    }

    private HttpResponse<byte[]> page(String file) {
        byte[] bytes = read("web/" + file).orElseThrow(() -> unknown(file));
        return HttpResponse.ok(bytes)
                .contentType(MediaType.TEXT_HTML + "; charset=utf-8")
                .header("Content-Security-Policy", csp)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-cache");
    }

    private Optional<byte[]> read(String path) {
        return resources.getResourceAsStream("classpath:" + path).map(PageController::readAll);
    }

    private static byte[] readAll(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlatException unknown(String file) {
        return new PlatException(ErrorCode.NOT_FOUND, "There is no such file.", "value", file);
    }
}
