package dev.plat.chassis.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.BuildingTier;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Events over a real tier. Backed-off rows are made due by hand, so that no test waits for them.
 */
@Servers(postgres = 2, tier = "building")
class OutboxIT {

    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final JsonMapper json = JsonMapper.createDefault();
    private final Recorder recorder = new Recorder();
    private Router router;
    private OutboxDispatcher dispatcher;
    private Outbox outbox;

    OutboxIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() {
        router = BuildingTier.open(servers);
        dispatcher = dispatcher();
        outbox = new Outbox(ids, json, dispatcher);
    }

    @AfterEach
    void close() throws InterruptedException {
        dispatcher.close();
        router.close();
    }

    @Test
    void anEventOfACommittedTransactionIsDeliveredAndThenGone() {
        dispatcher.start();
        add("probe", "one");

        Waits.until("delivered", () -> recorder.heard.equals(List.of("one")));
        Waits.until("deleted", () -> rows() == 0);
    }

    @Test
    void anEventOfARolledBackTransactionNeverWas() {
        dispatcher.start();
        try {
            router.write(
                    site,
                    tx -> {
                        outbox.add(tx, "probe", Map.of("text", "undone"));
                        throw new PlatException(ErrorCode.TRY_AGAIN, "undone");
                    });
        } catch (PlatException undone) {
            assertThat(undone.code()).isEqualTo(ErrorCode.TRY_AGAIN);
        }
        add("probe", "after");

        Waits.until("delivered", () -> !recorder.heard.isEmpty());
        assertThat(recorder.heard).containsExactly("after");
    }

    @Test
    void aConsumerThatFailsSeesTheEventAgain() {
        recorder.failures.set(1);
        dispatcher.start();
        add("probe", "again");
        Waits.until("failed once", () -> recorder.failures.get() == 0);
        Waits.until("kept for later", () -> makeDue() == 1);

        Waits.until("delivered", () -> recorder.heard.equals(List.of("again")));
        Waits.until("deleted", () -> rows() == 0);
    }

    @Test
    void aCrashBetweenClaimAndDeletionDeliversAgain() throws InterruptedException {
        recorder.gate = new CountDownLatch(1);
        dispatcher.start();
        add("probe", "twice");
        Waits.until("claimed and handed over", () -> recorder.heard.size() == 1);

        dispatcher.close(); // the first process never comes to delete the row
        recorder.failAfterGate = true;
        recorder.gate.countDown();
        dispatcher = dispatcher();
        makeDue();
        dispatcher.start();

        Waits.until("delivered again", () -> recorder.heard.equals(List.of("twice", "twice")));
    }

    @Test
    void aTopicNobodyKnowsDoesNotHoldUpTheOthers() {
        add("unknown", "never");
        add("probe", "one");
        dispatcher.start();

        Waits.until("delivered", () -> recorder.heard.equals(List.of("one")));
        Waits.until("only the unknown is left", () -> rows() == 1);
    }

    @Test
    void aSlowConsumerHoldsUpItsOwnBucketOnly() {
        recorder.gate = new CountDownLatch(1);
        dispatcher.start();
        add("probe", "slow");
        Waits.until("held", () -> recorder.heard.size() == 1);

        Id other = ids.nextAnywhere(IdKind.SITE);
        router.write(
                other,
                tx -> {
                    outbox.add(tx, "probe", Map.of("text", "free"));
                    return other;
                });

        Waits.until("delivered", () -> recorder.heard.equals(List.of("slow", "free")));
        recorder.gate.countDown();
    }

    private OutboxDispatcher dispatcher() {
        return new OutboxDispatcher(router, json, () -> Stream.of(recorder));
    }

    private void add(String topic, String text) {
        router.write(
                site,
                tx -> {
                    outbox.add(tx, topic, Map.of("text", text));
                    return site;
                });
    }

    private int makeDue() {
        return everywhere(
                "UPDATE outbox SET due = now() WHERE due > now() AND bucket = "
                        + site.bucket().number());
    }

    private int rows() {
        return everywhere(
                "UPDATE outbox SET topic = topic WHERE bucket = " + site.bucket().number());
    }

    private int everywhere(String sql) {
        int rows = 0;
        for (PostgresServer server : servers.all()) {
            try (Connection connection = server.connectAsSuperuser();
                    Statement statement = connection.createStatement()) {
                rows += statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
        return rows;
    }

    /** Remembers what it heard; fails or waits when told to. */
    private static final class Recorder implements OutboxConsumer {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean failAfterGate;

        @Override
        public String topic() {
            return "probe";
        }

        @Override
        public void accept(Bucket bucket, Map<String, Object> payload) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new PlatException(ErrorCode.TRY_AGAIN, "not yet");
            }
            CountDownLatch mine = gate;
            heard.add(String.valueOf(payload.get("text")));
            if (heard.size() == 1 && mine.getCount() > 0) {
                try {
                    mine.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (failAfterGate) {
                    throw new PlatException(ErrorCode.TRY_AGAIN, "the process is gone");
                }
            }
        }
    }
}
