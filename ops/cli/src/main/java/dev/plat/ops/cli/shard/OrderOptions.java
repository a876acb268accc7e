package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.TimeOption;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How what was ordered is to be carried out. */
final class OrderOptions {

    private static final int RATE_MAX = 10_000_000;

    @Option(
            names = "--soak",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = TimeOption.class,
            description =
                    "How long the way back stays open after the last cutover: 0s to 30d. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration soak;

    @Option(
            names = "--rate",
            paramLabel = "ROWS/S",
            defaultValue = "0",
            description =
                    "At most so many rows a second are deleted when it is cleaned up. Default: no limit.")
    private int rate;

    /** An order that is never written down. */
    static Order sketch(Order.Verb verb, Tier tier, Map<String, String> arguments) {
        return new Order(
                "",
                verb,
                tier,
                arguments,
                Order.State.ORDERED,
                List.of(),
                List.of(),
                Duration.ZERO,
                0,
                Instant.EPOCH,
                "",
                "");
    }

    /** A new order, not yet written down. */
    Order order(Order.Verb verb, Tier tier, Map<String, String> arguments) {
        if (rate < 0 || rate > RATE_MAX) {
            throw PlatException.invalidField("--rate", rate, "0 (no limit) to " + RATE_MAX);
        }
        return new Order(
                "",
                verb,
                tier,
                arguments,
                Order.State.ORDERED,
                List.of(),
                List.of(),
                soak,
                rate,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                System.getProperty("user.name", "somebody"),
                "");
    }
}
