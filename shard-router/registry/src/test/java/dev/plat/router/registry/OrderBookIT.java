package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.router.core.plan.Plan;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Servers(zookeeper = 1, own = true)
class OrderBookIT {

    private final ZooKeeperServer server;
    private RegistrySession session;
    private OrderBook book;

    OrderBookIT(ZooKeeperServer server) {
        this.server = server;
        this.session = RegistrySession.open(server.connectString(), "/plat");
        this.book = new ZooKeeperOrderBook(session);
    }

    @BeforeEach
    void emptyBook() {
        session.close();
        server.wipe();
        open();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void anOrderGetsTheNextNumberOfItsVerbAndReadsAsItWasWritten() {
        Order first = book.add(order(Order.Verb.REBALANCE));
        Order drain = book.add(order(Order.Verb.DRAIN));
        Order second = book.add(order(Order.Verb.REBALANCE));

        assertThat(List.of(first.id(), drain.id(), second.id()))
                .containsExactly("rebalance-1", "drain-1", "rebalance-2");
        assertThat(book.find("rebalance-2")).contains(second);
        assertThat(book.find("rebalance-3")).isEmpty();
        assertThat(book.all()).containsExactly(first, drain, second);
        assertThatThrownBy(() -> book.find("../format"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_INVALID));
    }

    @Test
    void theBookSurvivesARestartOfZooKeeper() {
        Order order = book.add(order(Order.Verb.MOVE));
        book.wish(order.id(), Move.Wish.BACK);
        MoveProgress progress = progress();
        book.publish(Tier.BUILDING, progress);
        session.close();

        server.restart();
        open();

        assertThat(book.find(order.id())).contains(order);
        assertThat(book.wish(order.id())).isEqualTo(Move.Wish.BACK);
        assertThat(book.progress(Tier.BUILDING, progress.move())).contains(progress);
        book.forget(Tier.BUILDING, progress.move());
        book.forget(Tier.BUILDING, progress.move());
        assertThat(book.progress(Tier.BUILDING, progress.move())).isEmpty();
    }

    @Test
    void nothingIsWishedOfAnOrderUntilSomebodyWishes() {
        Order order = book.add(order(Order.Verb.MOVE));

        assertThat(book.wish(order.id())).isEqualTo(Move.Wish.FORWARD);
        book.wish(order.id(), Move.Wish.BACK);
        book.wish(order.id(), Move.Wish.FINISH);
        assertThat(book.wish(order.id())).isEqualTo(Move.Wish.FINISH);
        assertThat(book.find(order.id())).contains(order);
        assertThatThrownBy(() -> book.wish("move-77", Move.Wish.BACK))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void noChangeIsLostWhenTwoProgramsChangeOneOrder() throws Exception {
        String id = book.add(order(Order.Verb.MOVE)).id();
        try (RegistrySession other = RegistrySession.open(server.connectString(), "/plat");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<OrderBook> books = List.of(book, new ZooKeeperOrderBook(other));
            List<Future<Order>> changes =
                    IntStream.range(0, 60)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            books.get(i % 2)
                                                    .change(
                                                            id,
                                                            o ->
                                                                    o.with(
                                                                            o.state(),
                                                                            o.note() + "x"))))
                            .toList();
            for (Future<Order> change : changes) {
                assertThat(change.get().note()).isNotEmpty();
            }
        }

        assertThat(book.find(id).orElseThrow().note()).hasSize(60);
    }

    @Test
    void twoProgramsThatAddAtOnceNeverGetOneNumber() throws Exception {
        try (RegistrySession other = RegistrySession.open(server.connectString(), "/plat");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<OrderBook> books = List.of(book, new ZooKeeperOrderBook(other));
            List<Future<Order>> added =
                    IntStream.range(0, 20)
                            .mapToObj(i ->
                                    threads.submit(
                                            () -> books.get(i % 2).add(order(Order.Verb.MOVE))))
                            .toList();
            for (Future<Order> each : added) {
                assertThat(each.get().id()).startsWith("move-");
            }
        }

        assertThat(book.all()).extracting(Order::id).hasSize(20).doesNotHaveDuplicates();
        assertThat(book.find("move-20")).isPresent();
    }

    @Test
    void fieldsOfANewerProgramArePassedOverAndKept() throws Exception {
        String id = book.add(order(Order.Verb.MOVE)).id();
        String path = session.layout().order(id);
        var found = session.read(path).orElseThrow();
        session.set(path, ((ObjectNode) found.json()).put("colour", "green"), -1);

        book.change(id, order -> order.with(Order.State.REFUSED, "no"));

        assertThat(book.find(id).orElseThrow().state()).isEqualTo(Order.State.REFUSED);
        assertThat(session.read(path).orElseThrow().json().path("colour").asText())
                .isEqualTo("green");
    }

    @Test
    void aFullBookMakesRoomFromTheOldestThatHasEndedAndNoNumberComesAgain() throws Exception {
        book.add(order(Order.Verb.DRAIN).with(Order.State.DONE, ""));
        for (int i = 1; i < ZooKeeperOrderBook.ORDERS_MAX; i++) {
            Order.State state = i == 1 ? Order.State.RUNNING : Order.State.DONE;
            book.add(order(Order.Verb.MOVE).with(state, ""));
        }

        Order next = book.add(order(Order.Verb.MOVE));

        assertThat(next.id()).isEqualTo("move-" + ZooKeeperOrderBook.ORDERS_MAX);
        assertThat(session.children(session.layout().orders()))
                .hasSize(ZooKeeperOrderBook.ORDERS_MAX)
                .contains("drain-1", "move-1")
                .doesNotContain("move-2");
    }

    private void open() {
        session = RegistrySession.open(server.connectString(), "/plat");
        book = new ZooKeeperOrderBook(session);
    }

    static MoveProgress progress() {
        return new MoveProgress(
                UUID.randomUUID(),
                Tier.BUILDING,
                "building-1",
                "building-2",
                Move.Step.COPIED,
                "catching up",
                3,
                819,
                1 << 20,
                1L << 40,
                17,
                4900,
                10_000,
                62_000,
                -1,
                "everything: plat shard rollback move-1",
                "",
                Instant.parse("2026-11-21T10:00:00.123456Z"));
    }

    static Order order() {
        return order(Order.Verb.MOVE);
    }

    private static Order order(Order.Verb verb) {
        return new Order(
                "",
                verb,
                Tier.BUILDING,
                Map.of("node", "building-1"),
                Order.State.ORDERED,
                List.of(
                        new Plan.Batch(
                                "building-1",
                                "building-2",
                                List.of(new Bucket(7), new Bucket(4095)),
                                0)),
                List.of(UUID.fromString("0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55")),
                Duration.ofHours(24),
                5000,
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                "an operator",
                "");
    }
}
