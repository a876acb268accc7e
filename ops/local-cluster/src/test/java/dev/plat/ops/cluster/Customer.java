package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A signed-in customer who uses the API as the browser does. */
final class Customer {

    static final String PASSWORD = "correct horse battery";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterLayout layout;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Customer(ClusterLayout layout) {
        this.layout = layout;
        headers.put("Origin", layout.appOrigin());
        headers.put("Content-Type", "application/json");
    }

    static Customer signUp(LocalCluster cluster, String email) {
        Customer customer = new Customer(cluster.layout());
        Answer answer =
                customer.call(
                        "POST", "/api/v1/accounts", Map.of("email", email, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String cookie = answer.response.headers().firstValue("Set-Cookie").orElseThrow();
        customer.headers.put("Cookie", cookie.substring(0, cookie.indexOf(';')));
        customer.headers.put("Plat-Csrf", answer.json().path("csrf").asText());
        return customer;
    }

    /** Somebody who has not signed in. */
    static Customer stranger(LocalCluster cluster) {
        return new Customer(cluster.layout());
    }

    Customer with(String header, String value) {
        Customer changed = new Customer(layout);
        changed.headers.putAll(headers);
        changed.headers.put(header, value);
        return changed;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    Customer without(String header) {
        Customer changed = new Customer(layout);
        changed.headers.putAll(headers);
        changed.headers.remove(header);
        return changed;
    }

    Answer call(String method, String path, Object body) {
        return new Answer(
                Http.send(method, URI.create(layout.appOrigin() + path), headers, bytes(body)));
    }

    Answer get(String path) {
        return call("GET", path, new byte[0]);
    }

    Answer hosting(String method, String path, Object body) {
        return new Answer(
                Http.send(method, URI.create(layout.hostingOrigin() + path), headers, bytes(body)));
    }

    /** Says of them what payments says of those who pay: a plan with room for so many sites. */
    Customer withRoomFor(int sites) {
        String secret = ClusterSecrets.loadOrMake(layout.secrets()).get("service.secret");
        Map<String, Object> said =
                Map.of(
                        "account",
                        get("/api/v1/session").json().path("account").asText(),
                        "version",
                        1,
                        "plan",
                        "business",
                        "state",
                        "active",
                        "limits",
                        Map.of("sites", sites));
        Answer answer =
                with("Authorization", new ServiceTicket(secret, Instant::now).header("payments"))
                        .call("PUT", "/internal/v1/entitlements", said);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return this;
    }

    Answer create(String slug, String template) {
        return call(
                "POST",
                "/api/v1/sites",
                Map.of("title", "Site " + slug, "slug", slug, "template", template));
    }

    /** A new site's id. */
    String makeSite(String slug, String template) {
        Answer answer = create(slug, template);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("site").asText();
    }

    /** The id of the home page's document. */
    String homeDocument(String site) {
        return get("/api/v1/sites/" + site).json().path("pages").path(0).path("document").asText();
    }

    URI visit(String slug, String path) {
        return URI.create(
                "http://" + slug + "." + layout.sitesDomain() + ":" + layout.edgePort() + path);
    }

    private static byte[] bytes(Object body) {
        try {
            return body instanceof byte[] raw ? raw : JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        String location() {
            return response.headers().firstValue("Location").orElseThrow();
        }

        String code() {
            return json().path("code").asText();
        }
    }
}
