package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant 4, availability: coordination and cache may be away, longer than any session lasts, and
 * come back, while saves and visits go on. {@code -Dplat.outage.seconds=120} for the long form.
 */
@ExtendWith(RunningCluster.class)
class AvailabilityScenario {

    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("plat.outage.seconds", 30));

    @ParameterizedTest
    @ValueSource(strings = {"zookeeper", "redis"})
    void savesAndVisitsGoOnWithoutIt(String gone, LocalCluster cluster) {
        Customer customer = Customer.signUp(cluster, "outage-" + gone + "@example.org");
        String slug = "outage-" + gone;
        String site = customer.makeSite(slug, "blank");
        String document = customer.homeDocument(site);
        assertThat(Saves.publish(customer, site).status()).isEqualTo(200);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger saves = new AtomicInteger();
        AtomicInteger visits = new AtomicInteger();
        CompletableFuture<Void> saving =
                CompletableFuture.runAsync(() -> {
                    JsonNode first = customer.get(Saves.path(site, document)).json();
                    long rev = first.path("rev").asLong();
                    while (!stop.get()) {
                        JsonNode edited =
                                Saves.withText(
                                        first.path("body"), "edit " + saves.incrementAndGet());
                        Customer.Answer answer = Saves.save(customer, site, document, rev, edited);
                        if (answer.status() != 200) {
                            failures.add(answer.text());
                        }
                        rev = answer.json().path("rev").asLong(rev);
                    }
                });
        CompletableFuture<Void> visiting =
                CompletableFuture.runAsync(() -> {
                    while (!stop.get()) {
                        visits.incrementAndGet();
                        int status = Http.get(customer.visit(slug, "/")).statusCode();
                        if (status != 200) {
                            failures.add("visit " + status);
                        }
                    }
                });

        cluster.stop(gone);
        long end = System.nanoTime() + OUTAGE.toNanos();
        Waits.until(OUTAGE.plusSeconds(30), "the outage is over", () -> System.nanoTime() > end);
        // an edit made while it is away can also be published
        Customer.Answer published = Saves.publish(customer, site);
        cluster.start(gone);
        Waits.until(gone + " is connected again", () -> connected(cluster, gone));
        stop.set(true);
        saving.join();
        visiting.join();

        assertThat(failures).isEmpty();
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(saves.get()).isGreaterThan(10);
        assertThat(visits.get()).isGreaterThan(100);
        System.out.printf(
                "%s away for %d s: %d saves, %d visits, 0 failed, back by itself%n",
                gone, OUTAGE.toSeconds(), saves.get(), visits.get());
    }

    private static boolean connected(LocalCluster cluster, String what) {
        for (String origin :
                new String[] {cluster.layout().appOrigin(), cluster.layout().hostingOrigin()}) {
            try {
                JsonNode health =
                        new ObjectMapper()
                                .readTree(
                                        Http.sendOrFail(
                                                        "GET",
                                                        URI.create(origin + "/health"),
                                                        Map.of(),
                                                        new byte[0])
                                                .body());
                if (!health.path(what).asText().equals("connected")) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
