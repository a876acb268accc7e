package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.WebhookEndpoint;
import com.stripe.param.WebhookEndpointCreateParams;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events reach a shop at least once, or as badly as somebody ordered. */
@Servers(postgres = 1, tier = "card")
class CardHookIT {

    private static final String PAID = "payment_intent.succeeded";

    @TempDir private static Path folder;
    private static CardProcess card;
    private static Purchases shop;
    private static Customer customer;
    private static PaymentMethod visa;

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.first());
        shop = new Purchases(card.stripe());
        customer = shop.customer();
        visa = shop.saved(customer, "tok_visa");
    }

    @AfterAll
    static void stop() {
        card.close();
    }

    private static PaymentIntent charge(String attempt) throws Exception {
        return shop.charge(customer, visa, 700, attempt);
    }

    private static WebhookEndpoint hook(Shop endpoint) throws Exception {
        return shop.stripe()
                .v1()
                .webhookEndpoints()
                .create(
                        WebhookEndpointCreateParams.builder()
                                .setUrl(endpoint.url())
                                .addEnabledEvent(
                                        WebhookEndpointCreateParams.EnabledEvent
                                                .PAYMENT_INTENT__SUCCEEDED)
                                .build(),
                        anyKey());
    }

    @Test
    void anEventIsTriedForThreeDaysAndThenGivenUp() throws Exception {
        try (Shop endpoint = new Shop()) {
            WebhookEndpoint hook = hook(endpoint);
            endpoint.refuse(1_000);
            String refused = awaited(endpoint, "refused for ever", 1);

            List<String> waits =
                    List.of(
                            "PT5S", "PT1M", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT12H",
                            "PT12H", "PT12H", "PT12H");
            for (int i = 0; i < waits.size(); i++) {
                card.turn(Duration.parse(waits.get(i)));
                endpoint.await(i + 2, refused, PAID);
            }
            endpoint.refuse(0);
            card.turn(Duration.ofDays(2));

            // What comes later is delivered; the old one does not come with it.
            awaited(endpoint, "after it was given up", 1);
            assertThat(endpoint.about(refused, PAID)).hasSize(waits.size() + 1);
            shop.stripe().v1().webhookEndpoints().delete(hook.getId());
        }
    }

    @Test
    void aSecretThatIsReplacedStillSignsForADay() throws Exception {
        try (Shop endpoint = new Shop()) {
            WebhookEndpoint hook = hook(endpoint);
            String old = hook.getSecret();
            String fresh =
                    card.control(
                                    "POST",
                                    "/webhooks/rotate",
                                    "{\"endpoint\": \"" + hook.getId() + "\"}")
                            .get("secret")
                            .asText();

            String both = awaited(endpoint, "both", 1);
            card.turn(Duration.ofHours(25));
            String one = awaited(endpoint, "one", 1);

            assertThat(endpoint.about(both, PAID)).allMatch(came -> came.isGood(old));
            assertThat(endpoint.about(both, PAID)).allMatch(came -> came.isGood(fresh));
            assertThat(endpoint.about(one, PAID)).noneMatch(came -> came.isGood(old));
            assertThat(endpoint.about(one, PAID)).allMatch(came -> came.isGood(fresh));
            shop.stripe().v1().webhookEndpoints().delete(hook.getId());
        }
    }

    @Test
    void eventsAreLostDoubledForgedStaleLateAndTriedAgain() throws Exception {
        try (Shop endpoint = new Shop()) {
            WebhookEndpoint hook = hook(endpoint);
            String type = PAID;
            String secret = hook.getSecret();

            card.play(type, "hook-lose");
            String lost = charge("lost").getId();
            card.awaitPlayed();
            card.play(type, "hook-dup");
            String doubled = awaited(endpoint, "doubled", 5);
            assertThat(endpoint.about(doubled, type)).allMatch(one -> one.isGood(secret));
            card.play(type, "hook-forge");
            String forged = awaited(endpoint, "forged", 2);
            assertThat(endpoint.about(forged, type))
                    .extracting(one -> one.isGood(secret))
                    .containsExactly(false, true);
            card.play(type, "hook-stale");
            String stale = awaited(endpoint, "stale", 1);
            assertThat(endpoint.about(stale, type).getFirst().isGood(secret)).isFalse();
            card.play(type, "hook-shuffle");
            awaited(endpoint, "shuffled", 1);

            card.play(type, "hook-delay", ", \"seconds\": 3600");
            String late = charge("late").getId();
            card.awaitPlayed();
            endpoint.refuse(1);
            String refused = awaited(endpoint, "refused", 1);
            assertThat(endpoint.about(late, type)).isEmpty();
            card.turn(Duration.ofHours(1));
            endpoint.await(1, late, type);
            endpoint.await(2, refused, type);

            assertThat(endpoint.about(lost, type)).isEmpty();
            card.control("POST", "/webhooks/replay", "{}");
            endpoint.await(1, lost, type);
            Event event = endpoint.about(lost, type).getFirst().verified(secret);
            assertThat(event.getType()).isEqualTo(type);
            shop.stripe().v1().webhookEndpoints().delete(hook.getId());
        }
    }

    private static String awaited(Shop endpoint, String attempt, int count) throws Exception {
        String id = charge(attempt).getId();
        endpoint.await(count, id, PAID);
        return id;
    }
}
