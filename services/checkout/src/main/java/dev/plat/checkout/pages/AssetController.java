package dev.plat.checkout.pages;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The one style sheet and the one picture. */
@Controller("/assets")
final class AssetController {

    private static final String DAY = "public, max-age=86400";

    private final byte[] style = read("checkout.css");
    private final byte[] mark = read("mark.svg");

    @Get("/checkout.css")
    HttpResponse<byte[]> style() {
        return asset(style, "text/css; charset=utf-8");
    }

    @Get("/mark.svg")
    HttpResponse<byte[]> mark() {
        return asset(mark, "image/svg+xml");
    }

    private static HttpResponse<byte[]> asset(byte[] bytes, String type) {
        return HttpResponse.ok(bytes)
                .contentType(type)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", DAY);
    }

    private static byte[] read(String file) {
        try (InputStream in = AssetController.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
