package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the provider tells of, each event five times, in no order, a tenth of them never: payments'
 * tables end as they do when each comes once and in order, and as they do when for three days
 * nothing comes at all. {@code -Dplat.purchases=2500} for some ten thousand events.
 */
@Servers(postgres = 2, tier = "told")
class ToldInAnyOrderIT {

    private static final int PURCHASES = Integer.getInteger("plat.purchases", 24);
    private static final long SEED = Long.getLong("plat.told.seed", System.nanoTime() & 0xFFFFFF);
    private static final int TIMES = 5;
    private static final double LOST = 0.1;
    private static final int AT_ONCE = 8;
    private static final String GOOD = "4242424242424242";
    private static final String DECLINED = "4000000000000002";

    @TempDir private static Path folder;
    private static PostgresServer postgres;
    private static CardProcess card;
    private static Buyer buyer;

    @BeforeAll
    static void start(PostgresServers servers) throws Exception {
        postgres = servers.first();
        card = new CardProcess(folder.resolve("card"), servers.all().get(1));
        buyer = card.buyer();
    }

    @AfterAll
    static void stop() {
        card.close();
    }

    @Test
    void theEndIsTheSameInWhateverWayItIsTold() throws Exception {
        System.out.println("replay with -Dplat.told.seed=" + SEED);
        Random random = new Random(SEED);
        // Nobody is there: what it tells is taken from its list below.
        String secret = card.hook("http://127.0.0.1:1/webhooks");
        String first = "told_first";
        postgres.createDatabase(first);
        try (PlatPayments plat = open(first, secret)) {
            // The list is read from here on.
            plat.poller.poll();
            List<Payment> payments = new ArrayList<>();
            inParallel(PURCHASES, _ -> opened(plat, random, payments));
            inParallel(payments.size(), i -> atThePage(plat, random.nextInt(), payments.get(i)));
        }
        copy(first, "told_shuffled");
        copy(first, "told_outage");
        // Banks decide, pages close.
        card.turn(Duration.ofDays(3).plusHours(1));
        Told told = Told.all(card, secret);

        inOrder(first, told);
        shuffled("told_shuffled", told, random);
        outage("told_outage", secret);

        Map<String, List<String>> expected = BooksDigest.of(postgres, first);
        assertThat(expected.get("webhook_inbox")).hasSize(told.events().size());
        assertThat(expected.get("journal")).hasSizeGreaterThan(PURCHASES / 5);
        same(expected, BooksDigest.of(postgres, "told_shuffled"));
        same(expected, BooksDigest.of(postgres, "told_outage"));
        System.out.printf(
                "%d events of %d purchases: in order, %d times each shuffled with %.0f %% lost, and"
                        + " after three days without any: the same %d rows in %d tables%n",
                told.events().size(),
                PURCHASES,
                TIMES,
                100 * LOST,
                expected.values().stream().mapToInt(List::size).sum(),
                expected.size());
    }

    private static void same(Map<String, List<String>> expected, Map<String, List<String>> found) {
        expected.forEach((table, rows) ->
                assertThat(found.get(table)).as(table).containsExactlyElementsOf(rows));
        assertThat(found).hasSameSizeAs(expected);
    }

    private static PlatPayments open(String database, String secret) throws Exception {
        PlatPayments plat =
                PlatPayments.open(postgres, database, card, secret, PlatPayments.anyhow());
        plat.turn(Duration.between(Instant.now(), card.now()));
        return plat;
    }

    private interface Task {
        void run(int number) throws Exception;
    }

    private static void inParallel(int count, Task task)
            throws InterruptedException, ExecutionException {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                places.acquire();
                all.add(
                        hands.submit(() -> {
                            try {
                                task.run(number);
                            } finally {
                                places.release();
                            }
                            return null;
                        }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static void opened(PlatPayments plat, Random random, List<Payment> payments) {
        Payment payment;
        synchronized (payments) {
            Capture capture = random.nextBoolean() ? Capture.AUTOMATIC : Capture.MANUAL;
            payment = plat.wish(random.nextInt(100, 10_000), capture);
            payments.add(payment);
        }
        plat.payments.open(payment);
    }

    /**
     * One who pays, one who is declined first, one who is declined, one who goes away, a slow bank.
     */
    private static void atThePage(PlatPayments plat, int draw, Payment payment) throws Exception {
        String page = Objects.requireNonNull(plat.payments.find(payment.id()).newest().page());
        switch (Math.floorMod(draw, 8)) {
            case 0 -> buyer.open(page);
            case 1 -> pay(page, DECLINED);
            case 2, 3 -> {
                pay(page, DECLINED);
                pay(page, GOOD);
            }
            default -> pay(page, GOOD);
        }
    }

    /** Whose line is cut presses the button again. */
    private static void pay(String page, String number) throws InterruptedException {
        try {
            buyer.pay(page, number);
        } catch (IOException cut) {
            try {
                buyer.pay(page, number);
            } catch (IOException | IllegalStateException done) {
                // cut once more, or the first press was heard
            }
        }
    }

    private static void copy(String from, String to) throws SQLException {
        try (Connection connection =
                        postgres.connect(
                                "postgres", postgres.superuser(), postgres.superuserPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + to + " TEMPLATE " + from);
        }
    }

    private static void inOrder(String database, Told told) throws Exception {
        try (PlatPayments plat = open(database, told.secret());
                HttpClient http = HttpClient.newHttpClient()) {
            for (String event : told.events()) {
                assertThat(told.tell(http, plat.hooks(), event)).isEqualTo(200);
                plat.inbox.work(Runnable::run);
            }
            settle(plat, database);
        }
    }

    private static void shuffled(String database, Told told, Random random) throws Exception {
        List<String> messages = new ArrayList<>();
        for (String event : told.events()) {
            if (random.nextDouble() >= LOST) {
                messages.addAll(Collections.nCopies(TIMES, event));
            }
        }
        Collections.shuffle(messages, random);
        try (PlatPayments plat = open(database, told.secret());
                HttpClient http = HttpClient.newHttpClient()) {
            inParallel(
                    messages.size(),
                    i -> {
                        assertThat(told.tell(http, plat.hooks(), messages.get(i))).isEqualTo(200);
                        if (i % 50 == 0) {
                            plat.work();
                        }
                    });
            int kept = messages.size() / TIMES;
            assertThat(plat.poller.poll()).isEqualTo(told.events().size() - kept);
            settle(plat, database);
        }
    }

    private static void outage(String database, String secret) throws Exception {
        try (PlatPayments plat = open(database, secret)) {
            assertThat(plat.poller.poll()).isPositive();
            settle(plat, database);
        }
    }

    private static void settle(PlatPayments plat, String database) throws Exception {
        for (int round = 0; round < 200 && due(database) > 0; round++) {
            inParallel(AT_ONCE, _ -> plat.work());
            plat.turn(Duration.ofMinutes(5));
        }
        assertThat(due(database)).isZero();
    }

    /** Events to be acted upon, and attempts that are not at an end or held. */
    private static long due(String database) throws SQLException {
        String sql =
                """
                SELECT (SELECT count(*) FROM webhook_inbox WHERE due IS NOT NULL)
                     + (SELECT count(*) FROM attempt
                         WHERE state IN ('created', 'sent', 'unknown', 'action', 'pending'))\
                """;
        try (Connection connection =
                        postgres.connect(
                                database, postgres.superuser(), postgres.superuserPassword());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
