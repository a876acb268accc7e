package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.running.Exit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns the endpoints at which accounts are told of events. */
@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        description = "Endpoints at which accounts are told of events.",
        subcommands = {WebhooksCommand.Listing.class, WebhooksCommand.Replay.class})
final class WebhooksCommand {

    private static final String PATH = "/internal/v1/webhooks";

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Lists them. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Endpoints that take nothing or have parked events; with an account all of its own.",
                "Exit code: 0 there is nothing to look at, or an account was given, 1 there is."
            })
    static final class Listing implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "acct_…")
        private @Nullable String account;

        @Override
        public Integer call() {
            List<String> lines = new ArrayList<>();
            String path = account == null ? PATH : PATH + "/accounts/" + encoded(account);
            try (OperatorClient payments = options.payments()) {
                JsonNode answer = payments.get(path);
                options.tell("endpoints", answer);
                answer.path("endpoints").forEach(endpoint -> lines.add(line(endpoint)));
            }
            options.say(lines.isEmpty() ? List.of("None.") : lines);
            return account == null && !lines.isEmpty() ? Exit.REFUSED : Exit.DONE;
        }

        private static String line(JsonNode endpoint) {
            String reason = endpoint.path("reason").asText("");
            return "%s  %s  %s%s  %s%s"
                    .formatted(
                            endpoint.path("id").asText(),
                            endpoint.path("account").asText(),
                            endpoint.path("state").asText(),
                            endpoint.path("reason").isTextual() ? " (" + reason + ")" : "",
                            endpoint.path("url").asText(),
                            endpoint.path("failingSince").isTextual()
                                    ? "  takes nothing since "
                                            + endpoint.path("failingSince").asText()
                                    : "");
        }
    }

    /** Sends again. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Send again what an endpoint did not take and is parked, or one event that is over.",
                "Exit code: 0 it is on its way, 1 there was nothing, or the endpoint is disabled."
            })
    static final class Replay implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(index = "0", paramLabel = "ENDPOINT", description = "endp_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String endpoint;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "EVENT",
                description = "evt_…; default: all that are parked.")
        private @Nullable String event;

        @Override
        public Integer call() {
            String path = PATH + "/" + encoded(endpoint) + "/replay";
            JsonNode answer;
            try (OperatorClient payments = options.payments()) {
                answer =
                        payments.post(event == null ? path : path + "/" + encoded(event), Map.of());
            }
            options.tell("replayed", answer);
            int deliveries = answer.path("deliveries").asInt();
            options.say(deliveries + " on the way.");
            return deliveries > 0 ? Exit.DONE : Exit.REFUSED;
        }
    }
}
