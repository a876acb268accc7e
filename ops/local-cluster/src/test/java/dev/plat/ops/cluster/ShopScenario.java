package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the shop does with those who do not go the usual way. */
@ExtendWith(RunningCluster.class)
class ShopScenario {

    private static final String PRICE = "domain-test-year-eur-1";

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
            Map<String, String> stale = order(visitor);
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
            Map<String, String> order = order(visitor);

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

    private static Map<String, String> choice(String name) {
        return Map.of("name", name, "price", PRICE, "years", "1", "site", "");
    }

    /** What the page sends on which is ordered. */
    private static Map<String, String> order(ShopVisitor visitor) {
        return Map.of(
                "cart", visitor.hidden("/checkout", "cart"),
                "total", visitor.hidden("/checkout", "total"),
                "currency", visitor.hidden("/checkout", "currency"));
    }
}
