package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.running.Exit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns a provider's events. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "What the provider has told.",
        subcommands = EventsCommand.Replay.class)
final class EventsCommand {

    /** Acts on one again. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Act on an event once more: ask the provider how its object stands, and apply that.",
                "Exit code: 0 applied or nobody's, 1 it could not be acted upon."
            })
    static final class Replay implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "ID", description = "The provider's own: evt_…")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String event;

        @Override
        public Integer call() {
            JsonNode answer;
            try (OperatorClient payments = options.payments()) {
                String name = URLEncoder.encode(event, StandardCharsets.UTF_8);
                answer = payments.post("/internal/v1/events/" + name + "/replay", Map.of());
            }
            options.tell("replayed", answer);
            String verdict = answer.path("verdict").asText("");
            boolean done = verdict.equals("applied") || verdict.equals("foreign");
            options.say(
                    "%s  %s %s  %s %s"
                            .formatted(
                                    answer.path("event").asText(),
                                    answer.path("type").asText(),
                                    answer.path("object").asText(),
                                    answer.path("verdict").isTextual()
                                            ? verdict
                                            : "is taken up again by itself",
                                    answer.path("reason").asText("")));
            return done ? Exit.DONE : Exit.REFUSED;
        }
    }
}
