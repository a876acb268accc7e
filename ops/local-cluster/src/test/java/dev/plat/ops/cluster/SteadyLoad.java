package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cluster.Customer.Answer;
import dev.plat.router.testkit.Waits;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Customers who save, publish and visit without a pause, each in sites of their own, and keep what
 * they were told: every answer that is not as it should be, and the last revision that was
 * acknowledged.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int PUBLISH_EVERY = 5;

    private final List<Site> sites = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final LongAdder saves = new LongAdder();
    private final LongAdder publishes = new LongAdder();
    private final LongAdder visits = new LongAdder();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowestNanos = new AtomicLong();

    /** One writer's site, so that nobody else raises its document's revision. */
    private static final class Site {
        private final Customer customer;
        private final String slug;
        private final String id;
        private final String document;
        private long revision;
        private long round;

        Site(Customer customer, String slug) {
            this.customer = customer;
            this.slug = slug;
            this.id = customer.makeSite(slug, "blank");
            this.document = customer.homeDocument(id);
        }
    }

    SteadyLoad(LocalCluster cluster, int writers, int sitesEach) {
        for (int i = 0; i < writers; i++) {
            Customer customer = Customer.signUp(cluster, "grow-" + i + "@example.org");
            List<Site> own = new ArrayList<>();
            for (int j = 0; j < sitesEach; j++) {
                own.add(new Site(customer, "grow-" + i + "-" + j));
            }
            sites.addAll(own);
            threads.execute(() -> work(own));
        }
        Waits.until("customers are at it", () -> visits.sum() > writers);
    }

    String summary() {
        return "%d saves, %d publishes, %d visits, %d failed, slowest %.0f ms"
                .formatted(
                        saves.sum(),
                        publishes.sum(),
                        visits.sum(),
                        failures.size(),
                        slowestNanos.get() / 1e6);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends it, and holds what every customer was told against what is there. */
    void stopAndCheck() {
        close();
        for (Site site : sites) {
            JsonNode found = site.customer.get(Saves.path(site.id, site.document)).json();
            assertThat(found.path("rev").asLong()).as(site.slug).isEqualTo(site.revision);
            if (site.round > 0) {
                assertThat(found.toString()).as(site.slug).contains("round " + site.round + ".");
            }
        }
    }

    @Override
    public void close() {
        stop.set(true);
        threads.close();
    }

    private void work(List<Site> own) {
        for (int i = 0; !stop.get(); i++) {
            Site site = own.get(i % own.size());
            try {
                save(site);
                if (i % PUBLISH_EVERY == 0) {
                    timed("publish " + site.slug, 200, () -> Saves.publish(site.customer, site.id));
                    publishes.increment();
                    visit(site);
                }
            } catch (RuntimeException e) {
                failures.add(site.slug + ": " + e);
            }
        }
    }

    private void save(Site site) {
        JsonNode loaded =
                timed(
                                "load " + site.slug,
                                200,
                                () -> site.customer.get(Saves.path(site.id, site.document)))
                        .json();
        long round = site.round + 1;
        Answer answer =
                timed(
                        "save " + site.slug,
                        200,
                        () ->
                                Saves.save(
                                        site.customer,
                                        site.id,
                                        site.document,
                                        loaded.path("rev").asLong(),
                                        Saves.withOneText(
                                                loaded.path("body"), "round " + round + ".")));
        if (answer.status() == 200) {
            site.round = round;
            site.revision = answer.json().path("rev").asLong();
            saves.increment();
        }
    }

    private void visit(Site site) {
        HttpResponse<byte[]> page = Http.get(site.customer.visit(site.slug, "/"));
        visits.increment();
        if (page.statusCode() != 200) {
            failures.add("visit " + site.slug + ": " + page.statusCode());
        }
    }

    private Answer timed(String what, int expected, Supplier<Answer> call) {
        long begin = System.nanoTime();
        Answer answer = call.get();
        slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        if (answer.status() != expected) {
            failures.add(what + ": " + answer.status() + " " + answer.text());
        }
        return answer;
    }
}
