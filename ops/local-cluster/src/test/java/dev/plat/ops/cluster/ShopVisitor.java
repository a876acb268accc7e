package dev.plat.ops.cluster;

import dev.plat.chassis.calls.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser at the shop, which keeps cookies and follows nothing by itself. */
final class ShopVisitor implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ClusterLayout layout;
    private final HttpClient http;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    ShopVisitor(ClusterLayout layout) {
        this.layout = layout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(Authority.only(layout.root()))
                        .build();
    }

    /** Somebody who has come in from the dashboard as {@code customer}. */
    static ShopVisitor entered(ClusterLayout layout, Customer customer) {
        ShopVisitor visitor = new ShopVisitor(layout);
        HttpResponse<String> in = visitor.get(visitor.wayIn(customer, "/plans"));
        if (in.statusCode() != 303) {
            throw new IllegalStateException(in.statusCode() + " " + in.body());
        }
        return visitor;
    }

    /** From a page that asks who comes, over the dashboard: the path with the code. */
    String wayIn(Customer customer, String page) {
        URI dashboard = URI.create(location(get(page)));
        String code =
                customer.get(dashboard.getRawPath() + "?" + dashboard.getRawQuery()).location();
        URI back = URI.create(code);
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    ShopVisitor with(String cookie, String value) {
        cookies.put(cookie, value);
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** A form of our own page, with its token. */
    HttpResponse<String> post(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.computeIfAbsent("token", _ -> hidden("/names", "token"));
        return post(path, all, layout.checkoutOrigin());
    }

    HttpResponse<String> post(String path, Map<String, String> fields, String origin) {
        String body =
                fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Origin", origin)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** What the page sends on which is ordered. */
    Map<String, String> order() {
        return Map.of(
                "token", hidden("/checkout", "token"),
                "cart", hidden("/checkout", "cart"),
                "total", hidden("/checkout", "total"),
                "currency", hidden("/checkout", "currency"));
    }

    /** At the card provider, where a good card is typed. */
    HttpResponse<String> pay(String page) {
        String path = URI.create(page).getPath();
        return sent(
                HttpRequest.newBuilder(URI.create("https://localhost:" + layout.cardPort() + path))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "number=4242424242424242&expiry=12%2F34&cvc=123")));
    }

    /** The value of a hidden field on a page; every page has a form when something is offered. */
    String hidden(String path, String field) {
        String page = path.equals("/names") ? path + "?name=any.test" : path;
        Matcher found =
                Pattern.compile("name=\"" + field + "\" value=\"([^\"]*)\"")
                        .matcher(get(page).body());
        if (!found.find()) {
            throw new IllegalStateException(page + " has no field " + field);
        }
        return found.group(1);
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("https://localhost:" + layout.checkoutPort() + path))
                        .timeout(LIMIT);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer = sent(request);
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            int equals = pair.indexOf('=');
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return answer;
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
