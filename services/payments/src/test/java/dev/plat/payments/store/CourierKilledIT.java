package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.outgoing.Endpoints;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A courier as a process, and its death before and after it has sent. */
@Servers(postgres = 1, tier = "payments")
final class CourierKilledIT extends WebhooksOnAServer {

    CourierKilledIT(PostgresServers servers) {
        super(servers);
    }

    /** Nobody could write down that it was sent: it comes again, and is known by its id. */
    @ParameterizedTest
    @CsvSource({"webhook.claimed, 1", "webhook.sent, 2"})
    void whatDiedWithItsProcessIsSentAgainUnderTheSameId(
            String point, int times, @TempDir Path folder) throws Exception {
        Receiver receiver = receiver();
        Endpoints.WithSecret made = named(receiver);
        told(made.endpoint().account(), "a");
        ChildProcess dying =
                opened(
                        ChildProcess.start(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Dplat.control=kill:" + point,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        CourierMain.class.getName(),
                                        tier.address(),
                                        now.toString(),
                                        identity.pem().toString()),
                                folder.resolve("courier.log"),
                                ChildLife.WITH_PARENT));
        Waits.until(Duration.ofMinutes(1), "the process is dead", () -> !dying.alive());
        assertThat(receiver.got).hasSize(times - 1);
        assertThat(deliveries(made.endpoint()).getFirst().due()).contains(now.plus(LEASE));

        later(LEASE);
        turn(courier(), made.endpoint());

        assertThat(receiver.got).hasSize(times);
        assertThat(receiver.got.stream().map(Receiver.Got::id).distinct()).hasSize(1);
        assertThat(verdicts(deliveries(made.endpoint()))).containsExactly("delivered");
    }
}
