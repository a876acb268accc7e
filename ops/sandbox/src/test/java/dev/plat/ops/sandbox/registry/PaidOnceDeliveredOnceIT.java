package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
 * has one charge, one delivery and one journal of it. {@code -Dplat.orders=1000} for the long form.
 */
@Servers(postgres = 2, tier = "sale", zookeeper = 1)
class PaidOnceDeliveredOnceIT {

    private static final int ORDERS = Integer.getInteger("plat.orders", 12);
    private static final int AT_ONCE = 6;
    private static final List<Goods> GOODS = List.of(Goods.NAME, Goods.PLAN, Goods.BOTH);
    private static final int TABS = 2;
    private static final int TIMES = 2;
    private static final int JITTER_MICROS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private static Path folder;
    private static OpenShop shop;

    /** A purchase that waits for its payment. */
    private record Wait(Person person, Goods goods, String name, Id order, String page) {

        String payment() {
            return new Id(IdKind.PAYMENT, order.uuid()).toString();
        }
    }

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws Exception {
        shop = new OpenShop(folder, postgres, zooKeeper);
    }

    @AfterAll
    static void end() {
        shop.close();
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
                Goods goods = GOODS.get(i % GOODS.size());
                String name = "raced-%d-%s.test".formatted(i, run);
                List<Integer> jitter = jitter(seed);
                raced.add(
                        hands.submit(() -> {
                            try {
                                return raced(goods, name, jitter);
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

        MoneyTrail trail = new MoneyTrail(shop.card(), shop.shard());
        Map<String, List<String>> money = trail.atProvider();
        Map<String, List<String>> books = trail.attempts();
        for (Wait wait : waits) {
            assertThat(money.get(wait.payment()))
                    .as("%s %s", seed, wait)
                    .containsExactlyElementsOf(wait.goods().atProvider());
            assertThat(books.get(wait.payment()))
                    .as("%s", wait)
                    .containsExactly(
                            "taken %d, back 0".formatted(wait.goods().cents()), "/captured");
            deliveredOnce(wait);
        }
        assertThat(books).hasSize(ORDERS);
        List<String> journals = trail.journals();
        assertThat(journals.stream().filter(key -> key.endsWith("/captured")))
                .as("one capture each")
                .hasSize(ORDERS);
        assertThat(journals.stream().filter(key -> key.endsWith("/invoiced")))
                .as("one invoice each")
                .hasSize(ORDERS);
        assertThat(journals.stream().filter(key -> key.endsWith("/due") || key.endsWith("/paid")))
                .as("nothing goes back")
                .isEmpty();
        System.out.printf(
                "%d orders of names, plans and both raced by %d returns and every webhook %d"
                        + " times: one charge, one delivery and one journal each; %.0f s,"
                        + " %.1f orders/s%n",
                ORDERS, TABS * TIMES, TIMES, seconds, ORDERS / seconds);
    }

    private static void deliveredOnce(Wait wait) {
        assertThat(shop.registry().creates(wait.name()))
                .as("%s", wait)
                .isEqualTo(wait.goods().hasName() ? 1 : 0);
        JsonNode plans = mine(wait.person(), "subscriptions").body().get("subscriptions");
        assertThat(plans).as("%s", wait).hasSize(wait.goods().hasPlan() ? 1 : 0);
        assertThat(mine(wait.person(), "entitlements").text("plan"))
                .as("%s", wait)
                .isEqualTo(wait.goods().hasPlan() ? "pro" : "free");
        assertThat(mine(wait.person(), "invoices").body().get("invoices"))
                .as("%s", wait)
                .hasSize(1);
    }

    /** When each starts, in microseconds: at once, as far as threads can be. */
    private static List<Integer> jitter(Seed seed) {
        List<Integer> jitter = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            jitter.add(seed.chance(0.5) ? 0 : seed.between(0, JITTER_MICROS));
        }
        return jitter;
    }

    private static Wait raced(Goods goods, String name, List<Integer> jitter) throws Exception {
        Wait wait = placed(shop.person(), goods, name);
        shop.sale().hooks().hold(wait.payment());
        assertThat(shop.buyer().pay(wait.page(), "4242424242424242").statusCode()).isEqualTo(200);
        Waits.until(
                PATIENCE,
                "the provider tells",
                () ->
                        shop.sale().hooks().held(wait.payment()).stream()
                                .anyMatch(it -> it.body().contains("checkout.session.completed")));

        List<Runnable> rivals = new ArrayList<>();
        for (HeldHooks.Message message : shop.sale().hooks().letThrough(wait.payment())) {
            for (int i = 0; i < TIMES; i++) {
                rivals.add(() -> assertThat(shop.sale().hooks().bring(message)).isEqualTo(200));
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
        return shop.orders(person, method, path, body);
    }

    private static Answer mine(Person person, String path) {
        return shop.mine(person, path);
    }

    private static Wait placed(Person person, Goods goods, String name) {
        Answer placed =
                at(
                        person,
                        "POST",
                        "",
                        """
                        {"key": "%s", "items": [%s],
                         "total": {"amount": %d, "currency": "EUR"}}
                        """
                                .formatted(
                                        UUID.randomUUID(),
                                        goods.items(name, person.site()),
                                        goods.cents()));
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        Id order = Id.parse(IdKind.ORDER, placed.text("order"));
        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(at(person, "GET", "/" + order, "").text("state"))
                                .isEqualTo("awaiting-payment"));
        return new Wait(
                person, goods, name, order, at(person, "GET", "/" + order, "").text("page"));
    }
}
