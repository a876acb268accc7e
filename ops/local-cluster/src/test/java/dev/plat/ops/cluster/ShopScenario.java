package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the shop does with those who do not go the usual way. */
@ExtendWith(RunningCluster.class)
class ShopScenario {

    private static final String PRICE = "domain-test-year-eur-1";

    /** Purchases of an account that wait for their payment. */
    private static final int UNPAID_MAX = 10;

    @Test
    void aWayInCountsOnceAndForTheBrowserThatSetOut(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "entry@example.org");
        try (ShopVisitor visitor = new ShopVisitor(cluster.layout());
                ShopVisitor stranger = new ShopVisitor(cluster.layout())) {
            String stolen = visitor.wayIn(customer, "/plans");
            assertThat(stranger.with("__Host-plat_way", "x".repeat(43)).get(stolen).statusCode())
                    .as("another browser")
                    .isEqualTo(404);
            assertThat(stranger.get("/cart").statusCode()).isEqualTo(303);

            String code = visitor.wayIn(customer, "/plans");
            assertThat(visitor.get(code).statusCode()).isEqualTo(303);
            assertThat(visitor.get(code).statusCode()).as("a second time").isEqualTo(404);
            assertThat(visitor.get("/cart").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWayInLeadsNowhereElse(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "elsewhere@example.org");
        for (String to : List.of("//evil.test", "https://evil.test/", "/\\evil.test", "/a%zz")) {
            try (ShopVisitor visitor = new ShopVisitor(cluster.layout())) {
                String code = visitor.wayIn(customer, "/plans");
                String turned =
                        code.substring(0, code.indexOf("&to="))
                                + "&to="
                                + URLEncoder.encode(to, StandardCharsets.UTF_8);
                HttpResponse<String> in = visitor.get(turned);
                assertThat(in.statusCode()).as(to).isEqualTo(303);
                assertThat(ShopVisitor.location(in)).as(to).isEqualTo("/plans");
            }
        }
    }

    @Test
    void aFormFromElsewhereChangesNothing(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "forms@example.org");
        Map<String, String> form = choice("forged.test");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer);
                ShopVisitor nobody = new ShopVisitor(cluster.layout())) {
            String own = cluster.layout().checkoutOrigin();
            assertThat(visitor.post("/names/chosen", form, own).statusCode())
                    .as("no token")
                    .isEqualTo(403);
            assertThat(visitor.post("/names/chosen", form, "https://evil.test").statusCode())
                    .as("another origin")
                    .isEqualTo(403);
            assertThat(nobody.post("/names/chosen", form, own).statusCode())
                    .as("nobody")
                    .isEqualTo(401);
            assertThat(visitor.get("/cart").body()).contains("Nothing is in it.");
        }
    }

    @Test
    void whatAStalePageShowsIsNotOrdered(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "tabs@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            visitor.post("/names/chosen", choice("seen.test"));
            Map<String, String> stale = visitor.order();
            visitor.post("/names/chosen", choice("unseen.test"));
            visitor.post("/cart/removed", Map.of("subject", "seen.test"));

            assertThat(visitor.post("/orders", stale).statusCode()).isEqualTo(404);
            assertThat(visitor.get("/orders").body())
                    .contains("You have not ordered anything yet.");
            assertThat(visitor.get("/cart").body()).contains("unseen.test");
        }
    }

    @Test
    void twoClicksAreOneOrder(LocalCluster cluster) throws Exception {
        Customer customer = Customer.signUp(cluster, "clicks@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer);
                ExecutorService clicks = Executors.newVirtualThreadPerTaskExecutor()) {
            visitor.post("/names/chosen", choice("clicked.test"));
            Map<String, String> order = visitor.order();

            Future<HttpResponse<String>> one = clicks.submit(() -> visitor.post("/orders", order));
            Future<HttpResponse<String>> two = clicks.submit(() -> visitor.post("/orders", order));

            assertThat(one.get().statusCode()).as(one.get().body()).isEqualTo(303);
            assertThat(two.get().statusCode()).as(two.get().body()).isEqualTo(303);
            // The second may come while the first is still at work: then it is shown the order.
            assertThat(List.of(ShopVisitor.location(one.get()), ShopVisitor.location(two.get())))
                    .anyMatch(page -> page.startsWith(cluster.layout().cardOrigin()))
                    .allMatch(page ->
                            page.startsWith(cluster.layout().cardOrigin())
                                    || page.startsWith("/orders/"));
            assertThat(visitor.get("/orders").body().split("href=\"/orders/ord_", -1)).hasSize(2);
            assertThat(visitor.get("/cart").body()).contains("Nothing is in it.");
        }
    }

    @Test
    void whatNobodySellsOrCanReadIsRefused(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "junk@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            assertThat(visitor.post("/names/chosen", choice("4242 4242 4242 4242")).body())
                    .contains("card-number-refused");
            assertThat(visitor.post("/names/chosen", choice("a\u0000b.test")).statusCode())
                    .isEqualTo(422);
            assertThat(visitor.post("/plans/chosen", Map.of("price", "none")).statusCode())
                    .isEqualTo(409);
            assertThat(visitor.get("/orders/ord_none").statusCode()).isBetween(400, 422);
            assertThat(visitor.get("/cart").body()).contains("Nothing is in it.");
        }
    }

    @Test
    void whatIsRefusedBeforeAPageIsReachedIsAPageToo(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "lost@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            String large = "x".repeat(300 << 10);

            assertPage(visitor.get("/nowhere"), 404, "not-found");
            assertPage(visitor.post("/plans", Map.of()), 405, "method-refused");
            assertPage(visitor.get("/enter"), 400, "request-malformed");
            assertPage(visitor.post("/names/chosen", Map.of("name", large)), 413, "body-too-large");
            assertPage(visitor.post("/orders", Map.of()), 400, "request-malformed");
            HttpResponse<String> program = visitor.get("/api/v1/nowhere");
            assertThat(program.statusCode()).isEqualTo(404);
            assertThat(program.headers().firstValue("Content-Type").orElse(""))
                    .contains("problem+json");
        }
    }

    private static void assertPage(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("text/html");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(answer.body())
                .contains("<h1>This did not work</h1>", "data-code=\"" + code + "\"")
                .doesNotContain("Exception", "io.micronaut");
    }

    @Test
    void whoOrdersTooOftenIsToldWhenToComeAgain(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "eager@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            HttpResponse<String> answer = null;
            for (int i = 0; i <= UNPAID_MAX; i++) {
                visitor.post("/names/chosen", choice("eager" + i + ".test"));
                answer = visitor.post("/orders", visitor.order());
            }

            assertPage(Objects.requireNonNull(answer), 429, "rate-limited");
            assertThat(answer.headers().allValues("Retry-After")).hasSize(1);
            assertThat(visitor.get("/cart").body()).contains("eager" + UNPAID_MAX + ".test");
        }
    }

    /** Somebody was faster: what else was chosen need not be chosen again. */
    @Test
    void whatCameToNothingStaysInTheCart(LocalCluster cluster) {
        try (ShopVisitor first = entered(cluster, "faster@example.org");
                ShopVisitor second = entered(cluster, "slower@example.org")) {
            second.post("/names/chosen", choice("raced.test"));
            second.post("/names/chosen", choice("unraced.test"));
            Map<String, String> late = second.order();
            first.post("/names/chosen", choice("raced.test"));
            first.post("/orders", first.order());

            HttpResponse<String> answer = second.post("/orders", late);

            assertThat(second.get(ShopVisitor.location(answer)).body())
                    .contains("Nothing was taken: the name is taken.");
            assertThat(second.get("/cart").body()).contains("raced.test", "unraced.test");
            second.post("/cart/removed", Map.of("subject", "raced.test"));
            assertThat(ShopVisitor.location(second.post("/orders", second.order())))
                    .startsWith(cluster.layout().cardOrigin());
        }
    }

    @Test
    void whoOrdersWhilePaymentsIsAwayIsToldThatNothingWasCharged(LocalCluster cluster) {
        try (ShopVisitor visitor = entered(cluster, "patient@example.org")) {
            visitor.post("/names/chosen", choice("patient.test"));
            Map<String, String> order = visitor.order();
            cluster.stop("payments");
            try {
                HttpResponse<String> answer = visitor.post("/orders", order);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body())
                        .contains("It could not be ordered just now, and nothing was charged.");
            } finally {
                cluster.start("payments");
            }

            assertThat(ShopVisitor.location(visitor.post("/orders", order)))
                    .startsWith(cluster.layout().cardOrigin());
            assertThat(visitor.get("/orders").body().split("href=\"/orders/ord_", -1)).hasSize(2);
        }
    }

    private static ShopVisitor entered(LocalCluster cluster, String mail) {
        return ShopVisitor.entered(cluster.layout(), Customer.signUp(cluster, mail));
    }

    @Test
    void aPageSaysWhoIsSignedIn(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "named@example.org");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            assertThat(visitor.get("/cart").body())
                    .contains("Signed in as </span>named@example.org");
        }
    }

    private static Map<String, String> choice(String name) {
        return Map.of("name", name, "price", PRICE, "years", "1", "site", "");
    }
}
