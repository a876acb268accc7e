package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cluster.Customer.Answer;
import dev.plat.router.testkit.Waits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Customers who save, publish and visit at a steady pace, each in sites of their own, and keep what
 * they were told: every answer that is not as it should be, and the last revision that was
 * acknowledged.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int PUBLISH_EVERY = 5;

    /**
     * Between two saves of one customer. Without a pause four of them take both processors of a
     * small machine, and what is watched here is that nothing fails, not how much it bears.
     */
    private static final Duration PACE = Duration.ofMillis(250);

    private final List<Site> sites = new ArrayList<>();
    private final ScheduledExecutorService threads;
    private final List<Future<?>> work = new ArrayList<>();
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
        threads = Executors.newScheduledThreadPool(writers);
        for (int i = 0; i < writers; i++) {
            Customer customer =
                    Customer.signUp(cluster, "grow-" + i + "@example.org").withRoomFor(sitesEach);
            List<Site> own = new ArrayList<>();
            for (int j = 0; j < sitesEach; j++) {
                own.add(new Site(customer, "grow-" + i + "-" + j));
            }
            sites.addAll(own);
            Iterator<Site> turns = Stream.generate(own::stream).flatMap(all -> all).iterator();
            work.add(
                    threads.scheduleAtFixedRate(
                            () -> work(turns.next()), 0, PACE.toMillis(), TimeUnit.MILLISECONDS));
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
        assertThat(work).as("nobody left").noneMatch(Future::isDone);
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
        threads.close();
    }

    private void work(Site site) {
        try {
            save(site);
            if (site.round % PUBLISH_EVERY == 1) {
                timed("publish " + site.slug, 200, () -> Saves.publish(site.customer, site.id));
                publishes.increment();
                visit(site);
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(site.slug + ": " + e);
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
