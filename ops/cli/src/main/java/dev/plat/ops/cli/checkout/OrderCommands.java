package dev.plat.ops.cli.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.operator.Sums;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Words for one purchase; each answers how it stands then. */
final class OrderCommands {

    private OrderCommands() {}

    private static String path(String order) {
        return "/internal/v1/orders/" + Id.parse(IdKind.ORDER, order);
    }

    private static int acted(
            OperatorOptions options, String order, String act, Map<String, ?> body) {
        try (OperatorClient checkout = options.checkout()) {
            JsonNode answer = checkout.post(path(order) + "/" + act, body);
            options.tell("order", answer);
            options.say(lines(answer));
            boolean stuck = !act.equals("park") && answer.path("state").asText().equals("parked");
            return stuck ? Exit.REFUSED : Exit.DONE;
        }
    }

    private static List<String> lines(JsonNode order) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s  %s%s%s"
                        .formatted(
                                order.path("order").asText(),
                                order.path("state").asText(),
                                after(" → ", order.path("goal")),
                                after(": ", order.path("reason"))));
        lines.add(
                "  %s of %s, placed %s, payable until %s%s"
                        .formatted(
                                Sums.text(order.path("total")),
                                order.path("account").asText(),
                                order.path("placed").asText(),
                                order.path("expires").asText(),
                                after(
                                        order.path("captured").asBoolean()
                                                ? ", taken since "
                                                : ", held since ",
                                        order.path("secured"))));
        for (JsonNode line : order.path("lines")) {
            lines.add(
                    "  line %d  %s %s × %d  %s"
                            .formatted(
                                    line.path("line").asInt(),
                                    line.path("kind").asText(),
                                    line.path("subject").asText(),
                                    line.path("quantity").asInt(),
                                    Sums.text(line.path("total"))));
        }
        for (JsonNode effect : order.path("effects")) {
            lines.add(effect(effect));
        }
        return lines;
    }

    private static String effect(JsonNode effect) {
        int line = effect.path("line").asInt();
        String sum =
                effect.path("amount").isObject() ? "  " + Sums.text(effect.path("amount")) : "";
        return "  %-9s %-16s%s%s  tries %d%s%s"
                .formatted(
                        effect.path("state").asText(),
                        effect.path("step").asText(),
                        line == 0 ? "" : " of line " + line,
                        sum,
                        effect.path("tries").asInt(),
                        after("  due ", effect.path("due")),
                        after("  ", effect.path("fact")));
    }

    private static String after(String before, JsonNode text) {
        return text.isTextual() && !text.asText().isEmpty() ? before + text.asText() : "";
    }

    /** Says how one stands. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show a purchase, and in order what was asked of other services for it.")
    static final class Show implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "ord_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String order;

        @Override
        public Integer call() {
            try (OperatorClient checkout = options.checkout()) {
                JsonNode answer = checkout.get(path(order));
                options.tell("order", answer);
                options.say(lines(answer));
                return Exit.DONE;
            }
        }
    }

    /** Takes one further now. */
    @Command(
            name = "advance",
            mixinStandardHelpOptions = true,
            description = "Take a purchase as far as it goes now, without waiting for its time.")
    static final class Advance implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "ord_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String order;

        @Override
        public Integer call() {
            return acted(options, order, "advance", Map.of());
        }
    }

    /** Takes one out of everybody's hands. */
    @Command(
            name = "park",
            mixinStandardHelpOptions = true,
            description = "Nothing is asked for a purchase any more, until it is unparked.")
    static final class Park implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "ord_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String order;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "WHY",
                description = "For whoever comes next.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String reason;

        @Override
        public Integer call() {
            return acted(options, order, "park", Map.of("reason", reason));
        }
    }

    /** Lets one go on. */
    @Command(
            name = "unpark",
            mixinStandardHelpOptions = true,
            description = {
                "Let a parked purchase go on; what was refused on its way there is asked again first.",
                "Exit code: 0 it goes on, 1 it is parked again at once, with the reason."
            })
    static final class Unpark implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "ord_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String order;

        @Override
        public Integer call() {
            return acted(options, order, "unpark", Map.of());
        }
    }
}
