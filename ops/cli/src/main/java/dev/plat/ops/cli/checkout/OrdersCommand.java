package dev.plat.ops.cli.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.TimeOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists purchases, and has words for one. */
@Command(
        name = "orders",
        mixinStandardHelpOptions = true,
        description = {
            "List purchases, the oldest first; without --state those that are not at their end.",
            "Exit code: 0, and 1 when one of them is parked."
        },
        subcommands = {
            OrderCommands.Show.class,
            OrderCommands.Advance.class,
            OrderCommands.Park.class,
            OrderCommands.Unpark.class
        })
final class OrdersCommand implements Callable<Integer> {

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Option(
            names = "--state",
            paramLabel = "S",
            description =
                    "draft, reserved, awaiting-payment, provisioning, refund-due, fulfilled, refunded,"
                            + " expired, cancelled or parked.")
    private @Nullable String state;

    @Option(
            names = "--older",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only what was placed longer ago: 5m, 24h.")
    private @Nullable Duration older;

    @Override
    public Integer call() {
        JsonNode answer;
        try (OperatorClient checkout = options.checkout()) {
            answer = checkout.get(path());
        }
        boolean parked = false;
        for (JsonNode order : answer.path("orders")) {
            options.tell("order", order);
            options.say(line(order));
            parked |= order.path("state").asText().equals("parked");
        }
        if (answer.path("orders").isEmpty()) {
            options.say("None.");
        }
        if (answer.path("more").asBoolean()) {
            options.say("and more; --older with a longer time shows the oldest alone");
        }
        return parked ? Exit.REFUSED : Exit.DONE;
    }

    private String path() {
        String wanted = state;
        Duration time = older;
        return "/internal/v1/orders?olderSeconds="
                + (time == null ? 0 : time.toSeconds())
                + (wanted == null
                        ? ""
                        : "&state=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8));
    }

    private static String line(JsonNode order) {
        String due = order.path("due").isTextual() ? "  due " + order.path("due").asText() : "";
        String why = order.path("reason").isTextual() ? "  " + order.path("reason").asText() : "";
        return "%s  %-16s  placed %s%s%s"
                .formatted(
                        order.path("order").asText(),
                        order.path("state").asText(),
                        order.path("placed").asText(),
                        due,
                        why);
    }
}
