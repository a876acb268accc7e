package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.figures.Figure;
import dev.plat.checkout.CheckoutTier;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders on a real server; which version it is says the class that binds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OrdersContract {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00.123456789Z");

    private final IdGenerator ids = new IdGenerator(() -> NOW, new Random(7));
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final PostgresRouter router;
    private final PostgresOrderBook book;

    OrdersContract(PostgresServers servers) {
        router = CheckoutTier.open(servers.first());
        book = new PostgresOrderBook(router);
    }

    @AfterAll
    void close() {
        router.close();
    }

    @Test
    void anOrderComesBackAsItWasAtEveryStep() {
        Order draft = draft();
        ModelWorld world = new ModelWorld(new Random(3), NOW, () -> {});
        world.calm = true;
        OrderDriver driver =
                driver((order, effect, key) -> {
                    if (effect.step() == Step.SECURE_PAYMENT) {
                        world.till(order).money = ModelWorld.Money.AUTHORISED;
                    }
                    return world.ask(order, effect, key);
                });

        Order told = driver.place(draft);
        assertThat(book.find(draft.id())).contains(told);
        int steps = 0;
        while (driver.advance(draft.id()) && steps < 20) {
            Optional<Order> now = book.change(draft.id(), order -> order);
            assertThat(book.find(draft.id())).isEqualTo(now);
            steps++;
        }

        assertThat(steps).isGreaterThan(4);
        assertThat(book.find(draft.id()).orElseThrow().secured()).isNotNull();
    }

    @Test
    void theSameKeyIsTheSamePurchase() {
        Order draft = draft();
        OrderDriver driver = driver((_, _, _) -> new Answer.Later());
        Order again = withId(draft, draft.lines());
        Order other = withId(draft, lines("other.test"));

        Order placed = driver.place(draft);

        assertThat(driver.place(again).id()).isEqualTo(placed.id());
        assertThatThrownBy(() -> driver.place(other))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("idempotency-mismatch");
        assertThat(book.of(draft.account(), 10)).containsExactly(placed);
    }

    private Order withId(Order draft, List<OrderLine> lines) {
        Id id = ids.next(IdKind.ORDER, draft.account());
        return Order.draft(id, draft.account(), draft.key(), lines, true, NOW, NOW);
    }

    @Test
    void whatIsDueIsFoundAndWhatIsSettledIsNot() {
        Order draft = draft();
        OrderDriver driver = driver((_, _, _) -> new Answer.Refused("the name is taken"));

        driver.place(draft);
        assertThat(book.due(NOW.plusSeconds(1), 100)).contains(draft.id());
        assertThat(driver.advance(draft.id())).isTrue();

        assertThat(book.find(draft.id()).orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
        assertThat(book.due(NOW.plus(Duration.ofDays(30)), 100)).doesNotContain(draft.id());
    }

    @Test
    void anAccountsOrdersAreTheSameInAListAndAlone() {
        OrderDriver driver = driver((_, _, _) -> new Answer.Later());
        Order first = driver.place(draft());
        Order second = driver.place(withKey(first, "another-key", "two.test"));
        driver.advance(second.id());

        assertThat(book.of(first.account(), 10))
                .containsExactlyInAnyOrder(
                        book.find(first.id()).orElseThrow(), book.find(second.id()).orElseThrow());
        assertThat(book.of(first.account(), 1)).hasSize(1);
    }

    private Order withKey(Order like, String key, String name) {
        Id id = ids.next(IdKind.ORDER, like.account());
        return Order.draft(
                id, like.account(), key, lines(name), true, NOW, NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void operatorsFindWhatIsNotAtItsEnd() {
        Order waiting = driver((_, _, _) -> new Answer.Later()).place(draft());
        OrderDriver refused = driver((_, _, _) -> new Answer.Refused("taken"));
        Order over = refused.place(draft());
        for (int i = 0; i < 5 && refused.advance(over.id()); i++) {
            // as far as it goes
        }
        driver((_, _, _) -> new Answer.Later()).tell(waiting.id(), new Event.ParkAsked("look"));

        assertThat(book.list(Optional.empty(), NOW, 1000))
                .extracting(Listed::order)
                .contains(waiting.id())
                .doesNotContain(over.id());
        assertThat(book.list(Optional.of(OrderState.PARKED), NOW, 1000))
                .anySatisfy(it -> {
                    assertThat(it.order()).isEqualTo(waiting.id());
                    assertThat(it.account()).isEqualTo(waiting.account());
                    assertThat(it.reason()).isEqualTo("look");
                    assertThat(it.due()).isNull();
                });
        assertThat(book.list(Optional.of(OrderState.CANCELLED), NOW, 1000))
                .extracting(Listed::order)
                .contains(over.id());
        assertThat(book.list(Optional.empty(), NOW.minusSeconds(60), 1000))
                .extracting(Listed::order)
                .doesNotContain(waiting.id());
    }

    @Test
    void whatWasAskedAndNotAnsweredIsCounted() {
        long before = figure("effects_unknown", "hold-name", NOW);
        OrderDriver silent = driver((_, _, _) -> new Answer.Later());

        Id order = silent.place(draft()).id();
        assertThat(figure("effects_unknown", "hold-name", NOW)).as("unasked").isEqualTo(before);
        silent.advance(order);

        assertThat(figure("effects_unknown", "hold-name", NOW)).isEqualTo(before + 1);
        Instant later = NOW.plus(Duration.ofHours(2));
        assertThat(figure("orders_overdue_oldest_seconds", "", later))
                .isGreaterThanOrEqualTo(90 * 60);
        driver((_, _, _) -> new Answer.Refused("taken"), later).advance(order);
        assertThat(figure("effects_unknown", "hold-name", later)).isEqualTo(before);
    }

    private long figure(String name, String label, Instant now) {
        return OrderFigures.of(router, () -> now).read().stream()
                .filter(it -> it.name().equals(name) && it.label().equals(label))
                .mapToLong(Figure::value)
                .findFirst()
                .orElse(0);
    }

    /** Each reads what the other wrote: no change is lost. */
    @Test
    void thoseWhoChangeOneOrderDoItOneAfterTheOther() throws Exception {
        Order draft = draft();
        book.place(draft);
        int writers = 8;
        int times = 10;

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                work.add(() -> {
                    for (int n = 0; n < times; n++) {
                        book.change(draft.id(), OrdersContract::counted);
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(book.find(draft.id()).orElseThrow().reason()).isEqualTo("" + writers * times);
    }

    private static Order counted(Order order) {
        String before = order.reason();
        int count = before == null ? 1 : Integer.parseInt(before) + 1;
        return order.goingTo(OrderState.CANCELLED, "" + count);
    }

    private OrderDriver driver(Services services) {
        return driver(services, NOW);
    }

    private OrderDriver driver(Services services, Instant now) {
        return new OrderDriver(
                book, services, Patience.USUAL, Guards.ALL, () -> now, ControlPoints.NONE);
    }

    private Order draft() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Id order = ids.next(IdKind.ORDER, account);
        return Order.draft(
                order,
                account,
                "key-of-" + order,
                lines("n" + order + ".test"),
                true,
                NOW,
                NOW.plus(Duration.ofMinutes(30)));
    }

    private List<OrderLine> lines(String name) {
        return List.of(
                new OrderLine(
                        1,
                        OrderLine.Kind.PLAN,
                        "pro",
                        "pro-month",
                        1,
                        null,
                        new Amount(1999, "EUR")),
                new OrderLine(
                        2,
                        OrderLine.Kind.NAME,
                        name,
                        "test-year",
                        2,
                        site,
                        new Amount(2400, "EUR")));
    }
}
