package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a name's next certificate ordered before its time. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        description = {
            "Order a name's next certificate now; the one that is served stays until the next is everywhere.",
            "Exit code: 0 with --dry-run, 4 it is ordered."
        })
final class RenewCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(paramLabel = "NAME", description = "A name that is proven.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--dry-run",
            description = "Only say what would be done by itself, why and when.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (ApiClient client = options.signIn()) {
            JsonNode answer =
                    client.domains(
                            "POST", DomainOptions.path(name) + "/renew", Map.of("dryRun", dryRun));
            ObjectNode event = answer.deepCopy();
            options.tell(event.put("event", dryRun ? "decided" : "ordered"));
            options.say(
                    List.of(
                            answer.path("name").asText()
                                    + "  "
                                    + answer.path("sentence").asText()));
            return dryRun ? Exit.DONE : Exit.STILL_RUNNING;
        }
    }
}
