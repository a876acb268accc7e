package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has a name's certificate made void. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Make a name's certificate void, because somebody else may know its key: the next one is ordered",
            "with a new key, and the authority is told when every node serves it, so that visitors see no gap.",
            "Exit code: 4 it is under way; see: plat domain certificates NAME"
        })
final class RevokeCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(paramLabel = "NAME", description = "A name that has a certificate.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = options.signIn()) {
            JsonNode answer = client.domains("POST", DomainOptions.path(name) + "/revoke", null);
            ObjectNode event = answer.deepCopy();
            options.tell(event.put("event", "revoking"));
            options.say(
                    List.of(
                            answer.path("name").asText()
                                    + "  "
                                    + answer.path("sentence").asText()));
            return Exit.STILL_RUNNING;
        }
    }
}
