package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.card.Buyer;
import dev.plat.ops.sandbox.card.CardProcess;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The race that other shops have lost: the buyer comes back from the provider in two tabs, twice in
 * each, at the moment at which the provider tells what was paid, twice each message. Every purchase
 * has one charge, one registration and one journal of it. {@code -Dplat.orders=1000} for the long
 * form.
 */
@Servers(postgres = 2, tier = "sale", zookeeper = 1)
class PaidOnceDeliveredOnceIT {

    private static final int ORDERS = Integer.getInteger("plat.orders", 12);
    private static final int AT_ONCE = 6;
    private static final int TABS = 2;
    private static final int TIMES = 2;
    private static final int JITTER_MICROS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private static Path folder;
    private static PostgresServer shard;
    private static RegistryProcess registry;
    private static CardProcess card;
    private static Neighbours neighbours;
    private static DomainsProcess domains;
    private static SaleProcesses sale;
    private static Buyer buyer;

    /** A purchase that waits for its payment. */
    private record Wait(Person person, String name, Id order, String page) {

        String payment() {
            return new Id(IdKind.PAYMENT, order.uuid()).toString();
        }
    }

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shard = postgres.first();
        String registryOfAll = zooKeeper.connectString();
        registry = new RegistryProcess(folder.resolve("registry"));
        card = new CardProcess(folder.resolve("card"), postgres.all().get(1));
        DomainsShard.publish(shard, registryOfAll);
        DomainsShard.publish(Tier.PAYMENTS, shard, registryOfAll);
        DomainsShard.publish(Tier.CHECKOUT, shard, registryOfAll);
        neighbours = new Neighbours(registryOfAll, folder.resolve("neighbours"));
        domains =
                new DomainsProcess(folder.resolve("domains"), registryOfAll, registry, neighbours);
        sale = new SaleProcesses(folder.resolve("sale"), registryOfAll, domains.secrets(), card);
        buyer = card.buyer();
    }

    @AfterAll
    static void end() {
        sale.close();
        domains.close();
        neighbours.close();
        card.close();
        registry.close();
    }

    @SeededTest(cases = 1)
    void whoComesBackWhileTheProviderTellsIsChargedAndServedOnce(Seed seed) throws Exception {
        long begin = System.nanoTime();
        String run = Long.toString(begin, Character.MAX_RADIX);
        List<Wait> waits = new ArrayList<>();
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<Wait>> raced = new ArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ORDERS; i++) {
                places.acquire();
                String name = "raced-%d-%s.test".formatted(i, run);
                List<Integer> jitter = jitter(seed);
                raced.add(
                        hands.submit(() -> {
                            try {
                                return raced(name, jitter);
                            } finally {
                                places.release();
                            }
                        }));
            }
            for (Future<Wait> each : raced) {
                waits.add(each.get());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;

        Map<String, List<String>> money = money();
        Map<String, List<String>> books = books();
        for (Wait wait : waits) {
            assertThat(money.get(wait.payment()))
                    .as("%s %s", seed, wait)
                    .containsExactly("authorised 1200", "captured 1200");
            assertThat(registry.creates(wait.name())).as("%s", wait).isEqualTo(1);
            assertThat(books.get(wait.payment()))
                    .as("%s", wait)
                    .containsExactly("taken 1200, back 0", "/captured");
        }
        assertThat(books).hasSize(ORDERS);
        System.out.printf(
                "%d orders raced by %d returns and every webhook %d times: one charge, one"
                        + " registration and one journal each; %.0f s, %.1f orders/s%n",
                ORDERS, TABS * TIMES, TIMES, seconds, ORDERS / seconds);
    }

    /** When each starts, in microseconds: at once, as far as threads can be. */
    private static List<Integer> jitter(Seed seed) {
        List<Integer> jitter = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            jitter.add(seed.chance(0.5) ? 0 : seed.between(0, JITTER_MICROS));
        }
        return jitter;
    }

    private static Wait raced(String name, List<Integer> jitter) throws Exception {
        Wait wait = placed(domains.person(), name);
        sale.hooks().hold(wait.payment());
        assertThat(buyer.pay(wait.page(), "4242424242424242").statusCode()).isEqualTo(200);
        Waits.until(
                PATIENCE,
                "the provider tells",
                () ->
                        sale.hooks().held(wait.payment()).stream()
                                .anyMatch(it -> it.body().contains("checkout.session.completed")));

        List<Runnable> rivals = new ArrayList<>();
        for (HeldHooks.Message message : sale.hooks().letThrough(wait.payment())) {
            for (int i = 0; i < TIMES; i++) {
                rivals.add(() -> assertThat(sale.hooks().bring(message)).isEqualTo(200));
            }
        }
        for (int i = 0; i < TABS * TIMES; i++) {
            rivals.add(() -> comeBack(wait));
        }
        race(rivals, jitter);
        return wait;
    }

    private static void race(List<Runnable> rivals, List<Integer> jitter)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(rivals.size());
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rivals.size(); i++) {
                Runnable rival = rivals.get(i);
                int micros = jitter.get(i % jitter.size());
                running.add(
                        threads.submit(() -> {
                            ready.countDown();
                            go.await();
                            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
                            rival.run();
                            return null;
                        }));
            }
            ready.await();
            go.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    /** As the page does that the buyer comes back to: it looks until there is an end. */
    private static void comeBack(Wait wait) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = at(wait.person(), "GET", "/" + wait.order(), "");
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo("fulfilled");
                });
    }

    private static Answer at(Person person, String method, String path, String body) {
        return domains.elsewhere(sale.checkout(), person, method, "/api/v1/orders" + path, body);
    }

    private static Wait placed(Person person, String name) {
        Answer placed =
                at(
                        person,
                        "POST",
                        "",
                        """
                        {"key": "%s", "items": [{"price": "%s", "name": "%s", "site": "%s"}],
                         "total": {"amount": %d, "currency": "EUR"}}
                        """
                                .formatted(
                                        UUID.randomUUID(),
                                        SaleProcesses.PRICE,
                                        name,
                                        person.site(),
                                        SaleProcesses.CENTS));
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        Id order = Id.parse(IdKind.ORDER, placed.text("order"));
        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(at(person, "GET", "/" + order, "").text("state"))
                                .isEqualTo("awaiting-payment"));
        return new Wait(person, name, order, at(person, "GET", "/" + order, "").text("page"));
    }

    /** By payment: what money did at the provider, in order. */
    private static Map<String, List<String>> money() {
        Map<String, List<String>> money = new HashMap<>();
        long after = 0;
        while (true) {
            JsonNode entries = card.control("GET", "/journal?after=" + after, "").get("entries");
            if (entries.isEmpty()) {
                return money;
            }
            for (JsonNode entry : entries) {
                after = entry.get("seq").asLong();
                money.computeIfAbsent(
                                entry.path("metadata").path("payment").asText(),
                                _ -> new ArrayList<>())
                        .add(entry.get("kind").asText() + " " + entry.get("amount").asText());
            }
        }
    }

    /**
     * By payment: attempts, what was taken, what was given back, and its journals by their keys.
     */
    private static Map<String, List<String>> books() throws SQLException {
        String sql =
                """
                SELECT p.payment_id, p.captured, p.refunded, a.attempt_id FROM payment p
                  JOIN attempt a USING (bucket, payment_id)\
                """;
        Map<String, List<String>> books = new HashMap<>();
        try (Connection connection =
                        shard.connect(
                                shard.database() + "_payments",
                                shard.superuser(),
                                shard.superuserPassword());
                Statement statement = connection.createStatement()) {
            List<String> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT tx_key FROM journal")) {
                while (row.next()) {
                    keys.add(row.getString(1));
                }
            }
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    String attempt =
                            new Id(IdKind.ATTEMPT, row.getObject(4, UUID.class)).toString();
                    List<String> told =
                            books.computeIfAbsent(
                                    new Id(IdKind.PAYMENT, row.getObject(1, UUID.class)).toString(),
                                    _ -> new ArrayList<>());
                    told.add("taken " + row.getLong(2) + ", back " + row.getLong(3));
                    keys.stream()
                            .filter(key -> key.startsWith(attempt))
                            .map(key -> key.substring(attempt.length()))
                            .forEach(told::add);
                }
            }
            assertThat(keys.stream().filter(key -> key.endsWith("/captured")))
                    .as("one capture each")
                    .hasSize(ORDERS);
            assertThat(keys.stream().filter(key -> key.endsWith("/invoiced")))
                    .as("one invoice each")
                    .hasSize(ORDERS);
            assertThat(keys.stream().filter(key -> key.endsWith("/due") || key.endsWith("/paid")))
                    .as("nothing goes back")
                    .isEmpty();
        }
        return books;
    }
}
