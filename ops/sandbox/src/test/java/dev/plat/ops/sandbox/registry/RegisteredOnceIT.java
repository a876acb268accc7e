package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.epp.EppRegistrar;
import dev.plat.domains.registration.Order;
import dev.plat.domains.registration.OrderBook;
import dev.plat.domains.registration.OrderDriver;
import dev.plat.domains.registration.OrderState;
import dev.plat.domains.registration.Pace;
import dev.plat.domains.registration.PostgresOrderBook;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registration is made once and ends known: real orders in PostgreSQL, the real client, and the
 * registry's process, with each fault and, for each, a crash at every control point. A crash is
 * what the code sees of one: the step ends there, and another driver goes on from what is stored.
 */
@Servers(postgres = 1, tier = "domains")
class RegisteredOnceIT {

    private static final List<String> ORDER_POINTS =
            List.of("", "epp.sent", "epp.received", "epp.recorded");
    private static final List<String> MESSAGE_POINTS = List.of("poll.stored", "poll.acked");

    /** The times at which an order looks, and days for what registries decide in days. */
    private static final List<Duration> TURNS =
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(11),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofHours(2),
                    Duration.ofHours(2),
                    Duration.ofDays(5),
                    Duration.ofHours(13),
                    Duration.ofHours(13));

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final IdGenerator IDS = new IdGenerator(Clock.systemUTC(), RANDOM);

    private static final class Crash extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;
    }

    @TempDir private static Path folder;
    private static RegistryProcess registry;
    private static EppRegistrar client;
    private static Router router;
    private static OrderBook book;
    private static OrderDriver driver;
    private static volatile String crashAt = "";

    @BeforeAll
    static void start(PostgresServers servers) throws IOException {
        registry = new RegistryProcess(folder);
        router = DomainsShard.open(servers.first());
        ControlPoints points =
                point -> {
                    if (point.equals(crashAt)) {
                        crashAt = "";
                        throw new Crash();
                    }
                };
        client =
                new EppRegistrar(
                        registry.settings("plat").answeredWithin(Duration.ofSeconds(1)), points);
        book = new PostgresOrderBook(router);
        driver =
                new OrderDriver(
                        "test", "plat", List.of(), book, client, Pace.USUAL, registry::now, points);
    }

    @AfterAll
    static void end() {
        client.close();
        router.close();
        registry.close();
    }

    private static Order placed(String name) {
        Id id = IDS.nextAnywhere(IdKind.REGISTRY_ORDER);
        return book.place(Order.held(id, "effect-of-" + id, name, 1, Secret.random(RANDOM)));
    }

    private static String fresh() {
        return "once-" + NAMES.incrementAndGet() + ".test";
    }

    private static Order state(Order order) {
        return book.find(order.id()).orElseThrow();
    }

    /** Time goes on until the order is at its end. */
    private static Order driven(Order order) {
        driver.submit(order.id());
        for (Duration turn : TURNS) {
            if (!turn.isZero()) {
                registry.turn(turn);
            }
            for (int i = 0; i < 4; i++) {
                unlessCrashed(driver::advance);
                unlessCrashed(driver::poll);
            }
            if (state(order).state().last() && state(order).due() == null) {
                break;
            }
        }
        return state(order);
    }

    private static void unlessCrashed(Runnable work) {
        try {
            work.run();
        } catch (Crash e) {
            // the process ended here; the next call is the next process
        }
    }

    private static void agreesWithTheRegistry(Order order, String about) {
        Reply<DomainInfo> info =
                client.info(
                        order.name(),
                        Optional.of(order.code()),
                        new Step(order.id().toString(), "audit", 1));
        assertThat(registry.creates(order.name())).as(about).isLessThanOrEqualTo(1);
        if (info instanceof Reply.Done<DomainInfo>(DomainInfo ours)) {
            assertThat(order.state()).as(about).isEqualTo(OrderState.REGISTERED);
            assertThat(order.expiry()).as(about).isEqualTo(ours.expires());
            assertThat(ours.registrar()).as(about).isEqualTo("plat");
        } else {
            assertThat(info).as(about).isInstanceOf(Reply.Refused.class);
            assertThat(order.state()).as(about).isEqualTo(OrderState.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hang",
                "slow",
                "reset-before",
                "reset-after-commit",
                "2400",
                "2400-after-commit",
                "2502",
                "pending-ok",
                "pending-no",
                "taken-meanwhile",
                "premium",
                "wrong-exDate"
            })
    void withEachFaultAndACrashAtEachPointTheOrderEndsKnown(String script) {
        List<String> points = new ArrayList<>(ORDER_POINTS);
        if (script.startsWith("pending")) {
            points.addAll(MESSAGE_POINTS);
        }
        for (String point : points) {
            String name = fresh();
            if (!script.isEmpty()) {
                registry.play("domain:create", name, script, script.equals("hang") ? 1.2 : 0.1);
            }
            crashAt = point;

            Order order = driven(placed(name));

            crashAt = "";
            registry.clearFaults();
            agreesWithTheRegistry(order, script + " and a crash at " + point);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll-lose", "poll-dup", "poll-shuffle"})
    void alsoWhenTheRegistryMuddlesItsMessages(String script) {
        for (String point : MESSAGE_POINTS) {
            Order yes = placed(fresh());
            Order no = placed(fresh());
            registry.play("domain:create", yes.name(), "pending-ok", 0);
            registry.play("domain:create", no.name(), "pending-no", 0);
            registry.play(script.equals("poll-dup") ? "poll:ack" : "poll:req", "", script, 0);
            driver.submit(no.id());
            crashAt = point;

            Order bought = driven(yes);
            Order refused = driven(no);

            crashAt = "";
            registry.clearFaults();
            assertThat(bought.state()).as(script).isEqualTo(OrderState.REGISTERED);
            assertThat(refused.state()).as(script).isEqualTo(OrderState.REFUSED);
            agreesWithTheRegistry(bought, script);
            agreesWithTheRegistry(refused, script);
        }
    }

    @Test
    void aNameThatAnotherCustomerOfOursGotIsNotTakenForOnesOwn() {
        String name = fresh();
        Order first = placed(name);
        Order second = placed(name);
        assertThat(driven(first).state()).isEqualTo(OrderState.REGISTERED);
        registry.play("domain:create", name, "reset-before", 0);

        Order refused = driven(second);

        assertThat(refused.state()).isEqualTo(OrderState.REFUSED);
        assertThat(refused.reason()).isEqualTo("name-taken");
        assertThat(registry.creates(name)).isEqualTo(1);
    }

    @Test
    void theSameEffectIsTheSameOrder() {
        Order first = placed(fresh());
        Id other = IDS.next(IdKind.REGISTRY_ORDER, first.id());

        Order again =
                book.place(
                        Order.held(other, first.effect(), first.name(), 1, Secret.random(RANDOM)));

        assertThat(again).isEqualTo(first);
        assertThat(driver.submit(first.id()).state()).isEqualTo(OrderState.SUBMITTED);
        assertThat(driven(first).state()).isEqualTo(OrderState.REGISTERED);
        assertThat(driver.submit(first.id()).state()).isEqualTo(OrderState.REGISTERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reset-before", "reset-after-commit", "2400-after-commit"})
    void aRenewalRenewsOnce(String script) {
        for (String point : ORDER_POINTS) {
            Order bought = driven(placed(fresh()));
            LocalDate from = bought.expiry().orElseThrow().atOffset(ZoneOffset.UTC).toLocalDate();
            if (!script.isEmpty()) {
                registry.play("domain:renew", bought.name(), script, 0);
            }
            Id id = IDS.nextAnywhere(IdKind.REGISTRY_ORDER);
            Order renewal =
                    book.place(
                            Order.renewal(
                                    id,
                                    bought.name() + "/" + from,
                                    bought.name(),
                                    1,
                                    from,
                                    bought.code()));
            crashAt = point;

            Order renewed = driven(renewal);

            crashAt = "";
            registry.clearFaults();
            assertThat(renewed.state()).as(script + point).isEqualTo(OrderState.REGISTERED);
            assertThat(renewed.expiry().orElseThrow().atOffset(ZoneOffset.UTC).toLocalDate())
                    .as(script + point)
                    .isEqualTo(from.plusYears(1));
        }
    }
}
