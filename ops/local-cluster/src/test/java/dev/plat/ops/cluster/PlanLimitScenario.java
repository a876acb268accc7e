package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a plan allows, in the processes as they run: an account that pays nothing has the room that
 * the catalogue gives it, whoever is away, and paying gives it more.
 */
@ExtendWith(RunningCluster.class)
class PlanLimitScenario {

    private static final int FREE = 3;
    private static final int PRO = 25;

    /** Who pays is served within five seconds. */
    private static final Duration SERVED = Duration.ofSeconds(5);

    @Test
    void payingRaisesHowManySitesAnAccountMayHave(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "raised@example.org");
        fill(customer, "raised");

        Customer.Answer refused = customer.create("raised-fourth", "blank");
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("plan-limit");
        assertThat(refused.json().path("limit").asInt()).isEqualTo(FREE);
        assertThat(refused.text()).contains("Your plan, free, has room for 3 sites");

        buyPro(cluster, customer);

        Waits.until(SERVED, "the plan that was paid for is served", () -> room(customer) == PRO);
        assertThat(customer.makeSite("raised-fourth", "blank")).startsWith("site_");
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            visitor.post("/plans/chosen", Map.of("price", "pro-year-eur-1"));
            assertThat(visitor.get("/cart").body())
                    .contains("You are on a plan already.")
                    .doesNotContain("Continue to pay");
        }
    }

    @Test
    void theFreePlanIsObeyedWhilePaymentsIsAway(LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "meanwhile@example.org");
        cluster.stop("payments");
        try {
            cluster.stop("site-builder");
            cluster.start("site-builder");
            fill(customer, "meanwhile");
            assertThat(customer.create("meanwhile-fourth", "blank").code()).isEqualTo("plan-limit");
        } finally {
            cluster.start("payments");
        }
    }

    /** As many as are free; the last is waited for on the list, by which is counted. */
    private static void fill(Customer customer, String name) {
        Waits.until("the free plan is told", () -> room(customer) == FREE);
        for (int i = 0; i < FREE; i++) {
            customer.makeSite(name + "-" + i, "blank");
        }
        Waits.until(
                "all of them are listed",
                () -> customer.get("/api/v1/sites").json().path("sites").size() == FREE);
    }

    private static int room(Customer customer) {
        return customer.get("/api/v1/allowance").json().path("sites").asInt();
    }

    private static void buyPro(LocalCluster cluster, Customer customer) {
        try (ShopVisitor visitor = ShopVisitor.entered(cluster.layout(), customer)) {
            visitor.post("/plans/chosen", Map.of("price", "pro-month-eur-1"));
            HttpResponse<String> ordered = visitor.post("/orders", visitor.order());
            assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(303);

            HttpResponse<String> paid = visitor.pay(ShopVisitor.location(ordered));

            assertThat(paid.statusCode()).as(paid.body()).isLessThan(400);
        }
    }
}
