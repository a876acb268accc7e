package dev.plat.ops.sandbox.card;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Somebody with a browser: opens pages and fills in forms. */
public final class Buyer {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    private final HttpClient http;
    private final String origin;

    Buyer(SSLContext tls, String origin) {
        this.http = HttpClient.newBuilder().sslContext(tls).build();
        this.origin = origin;
    }

    public HttpResponse<String> open(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(here(url)).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The JVM does not resolve names below {@code localhost}; a browser does. */
    private URI here(String url) {
        return URI.create(origin + URI.create(url).getPath());
    }

    /** Types a number on the page and presses the button. */
    public HttpResponse<String> pay(String url, String number)
            throws IOException, InterruptedException {
        HttpResponse<String> page = open(url);
        Matcher action = ACTION.matcher(page.body());
        if (page.statusCode() != 200 || !action.find()) {
            throw new IllegalStateException(page.statusCode() + " " + page.body());
        }
        return post(
                action.group(1),
                "number=%s&expiry=12%%2F34&cvc=123"
                        .formatted(URLEncoder.encode(number, StandardCharsets.UTF_8)));
    }

    /** Answers the bank's question on the page that asks it. */
    public HttpResponse<String> answer(HttpResponse<String> challenge, boolean yes)
            throws IOException, InterruptedException {
        Matcher action = ACTION.matcher(challenge.body());
        if (!action.find()) {
            throw new IllegalStateException(challenge.body());
        }
        return post(action.group(1), "confirm=" + (yes ? "yes" : "no"));
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
