package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a name go. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Let a name go: it is taken off all nodes, and its certificate's key is destroyed.",
            "To have it again, add and prove it anew. Exit code: 0 it is off, 4 some nodes will hear of it."
        })
final class ReleaseCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(paramLabel = "NAME", description = "A name that was asked for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = options.signIn()) {
            JsonNode answer = client.domains("DELETE", DomainOptions.path(name), null);
            List<String> missing = new ArrayList<>();
            answer.path("missing").forEach(node -> missing.add(node.asText()));
            ObjectNode event = answer.deepCopy();
            options.tell(event.put("event", "released"));
            options.say(
                    List.of(
                            "%s is off on %d of %d nodes%s"
                                    .formatted(
                                            answer.path("name").asText(),
                                            answer.path("off").asInt(),
                                            answer.path("nodes").asInt(),
                                            missing.isEmpty()
                                                    ? "."
                                                    : "; told as soon as they answer: "
                                                            + String.join(", ", missing))));
            return missing.isEmpty() ? Exit.DONE : Exit.STILL_RUNNING;
        }
    }
}
