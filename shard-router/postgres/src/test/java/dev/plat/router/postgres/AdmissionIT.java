package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who gets in when more call than the shards can serve. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {

    private final TestShards shards;
    private final PostgresServer first;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    AdmissionIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.get(0);
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    /** Even buckets are the first server's, so each test has one of its own there. */
    @BeforeEach
    void ownBucket() {
        bucket = new Bucket(bucket.number() + 2);
    }

    @AfterEach
    void freshRouter() {
        router.close();
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    @Test
    void fiveThousandCallersQueueAndThoseWhoCannotBeServedAreToldSo() throws Exception {
        try (Router small =
                        PostgresRouter.open(
                                Tier.BUILDING, topology, TestShards.SETTINGS.withSocketsMax(4));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            router.write(bucket, tx -> Items.insert(tx, "counter", 0));
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                calls.add(
                        executor.submit(() ->
                                small.read(
                                        bucket,
                                        Deadline.in(Waits.scaled(Duration.ofSeconds(2))),
                                        tx ->
                                                one(tx.connection(), "SELECT pg_sleep(0.02)")
                                                        .isEmpty())));
            }
            int served = 0;
            Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
            for (Future<Boolean> call : calls) {
                try {
                    call.get();
                    served++;
                } catch (ExecutionException e) {
                    PlatException told = (PlatException) Objects.requireNonNull(e.getCause());
                    codes.merge(told.code(), 1, Integer::sum);
                }
            }
            assertThat(served).isPositive();
            assertThat(codes.getOrDefault(ErrorCode.OVERLOADED, 0)).isGreaterThan(1000);
            assertThat(codes.getOrDefault(ErrorCode.DEADLINE_EXCEEDED, 0))
                    .as("those whose turn it just was")
                    .isLessThanOrEqualTo(4);
            assertThat(codes).hasSizeLessThanOrEqualTo(2);
            assertThat(small.<Integer>read(bucket, tx -> Items.value(tx, "counter"))).isZero();
        }
    }

    @Test
    void aWhaleLeavesOthersNearlyAlone() throws Exception {
        Bucket whale = new Bucket(bucket.number() + 2000);
        AtomicBoolean go = new AtomicBoolean(true);
        try (Router busy =
                        PostgresRouter.open(
                                Tier.BUILDING, topology, TestShards.SETTINGS.withSocketsMax(16));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Items.Ending _ = () -> go.set(false)) {
            List<Long> alone = latencies(busy, 100);
            AtomicInteger whales = new AtomicInteger();
            List<Future<?>> herd = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                herd.add(
                        executor.submit(() -> {
                            while (go.get()) {
                                sleep(busy, whale);
                                whales.incrementAndGet();
                            }
                        }));
            }
            Waits.until("the whale swims", () -> whales.get() > 50);

            List<Long> beside = latencies(busy, 100);

            go.set(false);
            for (Future<?> one : herd) {
                one.get();
            }
            System.out.println(
                    "beside a whale at 50 times the load: median "
                            + beside.get(50) / 1000
                            + " us, alone "
                            + alone.get(50) / 1000
                            + " us; p95 "
                            + beside.get(95) / 1000
                            + " us, alone "
                            + alone.get(95) / 1000
                            + " us");
            // Without a bucket's cap 50 whales queue for 12 permits: four turns of 10 ms each.
            assertThat(beside.get(50))
                    .isLessThan(2 * alone.get(50) + Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void twentyThousandCallersWaitForOneShardAndAnotherIsServed() throws Exception {
        Bucket elsewhere = new Bucket(bucket.number() + 1);
        try (Router one = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            sleep(one, elsewhere);
            List<Future<ErrorCode>> calls = new ArrayList<>();
            CountDownLatch all = new CountDownLatch(20_000);
            for (int i = 0; i < 20_000; i++) {
                Bucket any = new Bucket(2 * (i % 2000));
                calls.add(
                        executor.submit(() -> {
                            all.countDown();
                            try {
                                sleep(one, any);
                                return ErrorCode.INTERNAL;
                            } catch (PlatException e) {
                                return e.code();
                            }
                        }));
            }
            all.await();

            sleep(one, elsewhere);

            Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
            for (Future<ErrorCode> call : calls) {
                codes.merge(call.get(), 1, Integer::sum);
            }
            assertThat(codes.keySet())
                    .as("INTERNAL stands for served")
                    .isSubsetOf(ErrorCode.INTERNAL, ErrorCode.OVERLOADED);
            assertThat(codes.get(ErrorCode.INTERNAL)).isGreaterThan(100);
        }
    }

    @Test
    void whoNeverGetsAConnectionIsToldOfTheCrowd() {
        String database = '"' + first.database() + '"';
        try (Router late = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
                Items.Ending _ =
                        () ->
                                TestShards.asSuperuserDo(
                                        first,
                                        "ALTER DATABASE " + database + " CONNECTION LIMIT -1")) {
            TestShards.asSuperuserDo(first, "ALTER DATABASE " + database + " CONNECTION LIMIT 0");

            assertThatThrownBy(() ->
                            late.write(
                                    bucket,
                                    Deadline.in(Duration.ofSeconds(1)),
                                    tx -> Items.insert(tx, "none", 0)))
                    .satisfies(e -> Items.assertCode(e, ErrorCode.OVERLOADED));
        }
    }

    @Test
    void aShardWithoutRoomIsAskedForLess() throws Exception {
        Admission admission = new Admission(16);
        String database = '"' + first.database() + '"';
        try (Router crowded =
                        PostgresRouter.open(
                                Tier.BUILDING,
                                topology,
                                TestShards.SETTINGS.withSocketsMax(16),
                                admission);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            TestShards.asSuperuserDo(first, "ALTER DATABASE " + database + " CONNECTION LIMIT 3");
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Bucket any = new Bucket(2 * i);
                calls.add(
                        executor.submit(() ->
                                crowded.read(
                                        any,
                                        tx ->
                                                one(tx.connection(), "SELECT pg_sleep(0.4)")
                                                        .isEmpty())));
            }
            int served = 0;
            for (Future<Boolean> call : calls) {
                try {
                    call.get();
                    served++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(PlatException.class);
                    Items.assertCode(Objects.requireNonNull(e.getCause()), ErrorCode.OVERLOADED);
                }
            }
            assertThat(served).isGreaterThan(3);
            assertThat(admission.door("building-1").cap()).isLessThan(12);
            assertThat(admission.door("building-1").shut()).as("it is there").isFalse();
        } finally {
            TestShards.asSuperuserDo(first, "ALTER DATABASE " + database + " CONNECTION LIMIT -1");
        }
    }

    private List<Long> latencies(Router by, int calls) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            sleep(by, bucket);
            nanos.add(System.nanoTime() - start);
        }
        return nanos.stream().sorted().toList();
    }

    /** Ten milliseconds of work that costs this machine nothing. */
    private static boolean sleep(Router by, Bucket where) {
        return by.read(where, tx -> one(tx.connection(), "SELECT pg_sleep(0.01)").isEmpty());
    }
}
