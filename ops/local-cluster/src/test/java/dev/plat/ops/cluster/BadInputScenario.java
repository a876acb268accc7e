package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever comes in, the answer is a problem document with the right status, and the server stays
 * well.
 */
@ExtendWith(RunningCluster.class)
class BadInputScenario {

    private static Customer customer;
    private static String site;
    private static String document;
    private static LocalCluster cluster;

    @BeforeAll
    static void makeASite(LocalCluster running) {
        cluster = running;
        customer = Customer.signUp(cluster, "badinput@example.org");
        site = customer.makeSite("badinput", "blank");
        document = customer.homeDocument(site);
        assertThat(Saves.publish(customer, site).status()).isEqualTo(200);
    }

    @Test
    void malformedJsonNamesTheOffset() {
        Customer.Answer answer =
                customer.call(
                        "POST",
                        "/api/v1/sites",
                        "{\"title\": \"x\",".getBytes(StandardCharsets.UTF_8));

        refused(answer, 400, "json-malformed");
    }

    @Test
    void aMalformedDocumentIsRefusedAndTheSavedOneStays() {
        Customer.Answer before = customer.get(Saves.path(site, document));
        Customer.Answer answer =
                customer.with("If-Match", "\"1\"")
                        .call(
                                "PUT",
                                Saves.path(site, document),
                                "{\"schema\":1,".getBytes(StandardCharsets.UTF_8));

        refused(answer, 400, "json-malformed");
        assertThat(customer.get(Saves.path(site, document)).text()).isEqualTo(before.text());
    }

    @Test
    void aBodyOfTwentyMebibytesIsRefusedBeforeItIsRead() {
        byte[] body = new byte[20 << 20];
        Arrays.fill(body, (byte) ' ');

        refused(customer.call("POST", "/api/v1/sites", body), 413, "body-too-large");
    }

    @Test
    void aBrokenPictureIsRefused() {
        byte[] picture = Pictures.png(300, 300, 1);
        Customer uploader = customer.with("Content-Type", "image/png");
        String path = "/api/v1/sites/" + site + "/media";

        refused(
                uploader.call("POST", path, Arrays.copyOf(picture, picture.length / 2)),
                422,
                "image-refused");
        refused(
                uploader.call(
                        "POST", path, "GIF89a and then nothing".getBytes(StandardCharsets.UTF_8)),
                422,
                "image-refused");
        refused(
                uploader.call(
                        "POST", path, "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8)),
                415,
                "media-type-refused");
        assertThat(customer.get(path).json().path("media")).isEmpty();
    }

    @Test
    void anUploadCutInTheMiddleStoresNothing() throws IOException {
        byte[] picture = Pictures.png(300, 300, 2);
        URI app = URI.create(cluster.layout().appOrigin());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.getPort())) {
            OutputStream out = socket.getOutputStream();
            String head =
                    "POST /api/v1/sites/"
                            + site
                            + "/media HTTP/1.1\r\nHost: "
                            + app.getHost()
                            + "\r\nOrigin: "
                            + cluster.layout().appOrigin()
                            + "\r\nCookie: "
                            + customer.header("Cookie")
                            + "\r\nPlat-Csrf: "
                            + customer.header("Plat-Csrf")
                            + "\r\nContent-Type: image/png\r\nContent-Length: "
                            + picture.length
                            + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(picture, 0, picture.length / 2);
            out.flush();
        }

        assertThat(customer.get("/api/v1/sites/" + site + "/media").json().path("media")).isEmpty();
        stillWell();
    }

    @Test
    void pathTricksAtTheVisitorsEdgeAreRefused() throws IOException {
        for (String path :
                new String[] {
                    "/../secret",
                    "/%2e%2e/secret",
                    "/a/%2e%2e/%2e%2e/x",
                    "/%00",
                    "/a%00b",
                    "/..%2fsecret",
                    "/%5c..%5cx",
                    "/%c0%ae%c0%ae/x"
                }) {
            assertThat(
                            edge(
                                    "GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: "
                                            + host()
                                            + "\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .contains("path-refused");
        }
        assertThat(
                        edge(
                                "GET /"
                                        + "a".repeat(20_000)
                                        + " HTTP/1.1\r\nHost: "
                                        + host()
                                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        stillWell();
    }

    @Test
    void pathTricksInADeployAreRefused() {
        for (String path :
                new String[] {
                    "../x.html",
                    "a/../x.html",
                    "/x.html",
                    "a\u0000b",
                    "a\\b",
                    ".plat/x",
                    "x".repeat(2000)
                }) {
            Customer.Answer answer =
                    customer.hosting(
                            "POST",
                            "/api/v1/sites/" + site + "/releases",
                            Map.of(
                                    "files",
                                    List.of(
                                            Map.of(
                                                    "path",
                                                    path,
                                                    "sha256",
                                                    "0".repeat(64),
                                                    "size",
                                                    1))));

            refused(answer, 422, "release-invalid");
        }
    }

    @Test
    void aForeignSiteAnswersAsOneThatDoesNotExist() {
        Customer other = Customer.signUp(cluster, "other@example.org");
        String foreign = "/api/v1/sites/" + site;

        refused(other.get(foreign), 404, "not-found");
        refused(other.get(Saves.path(site, document)), 404, "not-found");
        refused(Saves.publish(other, site), 404, "not-found");
        refused(
                other.hosting(
                        "POST",
                        foreign + "/deploys",
                        Map.of("release", "rel_" + site.substring(5))),
                404,
                "not-found");
        refused(customer.get("/api/v1/sites/site_0000"), 400, "id-malformed");
    }

    @Test
    void anExpiredOrForgedTicketMustSignInAgain() {
        String ticket = customer.header("Cookie");
        refused(
                customer.with("Cookie", ticket.substring(0, ticket.length() - 2) + "xx")
                        .get("/api/v1/sites"),
                401,
                "sign-in-required");
        refused(Customer.stranger(cluster).get("/api/v1/sites"), 401, "sign-in-required");
        String expired =
                ExpiredTicket.of(
                        ticket,
                        ClusterSecrets.loadOrMake(cluster.layout().secrets()).get("ticket.secret"));
        refused(customer.with("Cookie", expired).get("/api/v1/sites"), 401, "sign-in-required");
    }

    @Test
    void aSignedOutTicketIsRefusedEverywhereWithinASecond() {
        Customer leaving = Customer.signUp(cluster, "leaving@example.org");
        String mine = leaving.makeSite("leaving", "blank");
        Waits.until(
                "the host name is confirmed",
                () -> leaving.hosting("GET", "/api/v1/sites/" + mine, new byte[0]).status() == 200);
        assertThat(leaving.call("DELETE", "/api/v1/session", new byte[0]).status()).isEqualTo(204);

        Waits.until(
                Duration.ofSeconds(1),
                "both services have heard",
                () ->
                        leaving.get("/api/v1/sites").status() == 401
                                && leaving.hosting("GET", "/api/v1/sites/" + mine, new byte[0])
                                                .status()
                                        == 401);
    }

    @Test
    void anUnsafeCallFromElsewhereIsRefused() {
        Map<String, String> request =
                Map.of("title", "t", "slug", "elsewhere", "template", "blank");
        refused(
                customer.with("Origin", "http://evil.example")
                        .call("POST", "/api/v1/sites", request),
                403,
                "origin-refused");
        refused(
                customer.without("Plat-Csrf").call("POST", "/api/v1/sites", request),
                403,
                "origin-refused");
    }

    @Test
    void takenAndImpossibleSlugsAreToldApart() {
        Customer other = Customer.signUp(cluster, "slugs@example.org");

        refused(create(other, "badinput"), 409, "slug-taken");
        refused(create(other, "www"), 422, "slug-invalid");
        refused(create(other, "Ünïcode"), 422, "slug-invalid");
        refused(create(other, "a"), 422, "slug-invalid");
    }

    @Test
    void anUnknownHostAndAnUnknownPathAreNotFound() throws IOException {
        String unknown =
                edge("GET / HTTP/1.1\r\nHost: nobody.example:80\r\nConnection: close\r\n\r\n");
        assertThat(unknown).startsWith("HTTP/1.1 404").contains("host-unknown");
        assertThat(Http.get(customer.visit("badinput", "/nothing-here")).statusCode())
                .isEqualTo(404);
        refused(customer.get("/api/v1/nothing"), 404, "not-found");
    }

    @Test
    void aSaveWithoutOrWithAnOldRevisionIsRefused() {
        var loaded = customer.get(Saves.path(site, document)).json();
        var edited = Saves.withText(loaded.path("body"), "mine");
        assertThat(
                        Saves.save(customer, site, document, loaded.path("rev").asLong(), edited)
                                .status())
                .isEqualTo(200);

        refused(customer.call("PUT", Saves.path(site, document), edited), 428, "revision-required");
        Customer.Answer stale =
                Saves.save(
                        customer,
                        site,
                        document,
                        loaded.path("rev").asLong(),
                        Saves.withText(edited, "late"));
        refused(stale, 412, "revision-stale");
        assertThat(stale.json().path("current").asLong())
                .isEqualTo(loaded.path("rev").asLong() + 1);
    }

    private static Customer.Answer create(Customer who, String slug) {
        return who.call(
                "POST", "/api/v1/sites", Map.of("title", "t", "slug", slug, "template", "blank"));
    }

    private static String host() {
        URI visit = customer.visit("badinput", "/");
        return visit.getHost() + ":" + visit.getPort();
    }

    private static String edge(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), cluster.layout().edgePort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void refused(Customer.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text())
                .doesNotContain("Exception")
                .doesNotContain("dev.plat")
                .doesNotContain("\tat ");
        stillWell();
    }

    private static void stillWell() {
        assertThat(customer.get("/health").json().path("status").asText()).isEqualTo("UP");
        assertThat(Http.get(customer.visit("badinput", "/")).statusCode()).isEqualTo(200);
    }
}
