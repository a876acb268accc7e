package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has next certificates ordered before their time. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        description = {
            "Order a name's next certificate now; the one that is served stays until the next is everywhere.",
            "Exit code: 0 with --dry-run, 4 it is ordered, 1 with --all when one was refused."
        })
final class RenewCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A name that is proven.")
    private @Nullable String name;

    @Option(names = "--all", description = "Every name of the account that has a certificate.")
    private boolean all;

    @Option(
            names = "--dry-run",
            description = "Only say what would be done by itself, why and when.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        String one = name;
        if ((one == null) != all) {
            throw new ParameterException(spec.commandLine(), "Give one NAME, or --all.");
        }
        try (ApiClient client = options.signIn()) {
            if (one != null) {
                renew(client, one);
                return dryRun ? Exit.DONE : Exit.STILL_RUNNING;
            }
            return renewAll(client);
        }
    }

    private int renewAll(ApiClient client) {
        boolean refused = false;
        for (OwnNames.Own own : OwnNames.of(client, List.of())) {
            NameView view = own.view();
            if (!view.certificateStatus().equals("deployed")) {
                continue;
            }
            try {
                renew(client, view.name());
            } catch (PlatException e) {
                refused = true;
                options.say(List.of(view.name() + "  " + e.getMessage()));
            }
        }
        if (refused) {
            return Exit.REFUSED;
        }
        return dryRun ? Exit.DONE : Exit.STILL_RUNNING;
    }

    private void renew(ApiClient client, String which) {
        JsonNode answer =
                client.domains(
                        "POST", DomainOptions.path(which) + "/renew", Map.of("dryRun", dryRun));
        ObjectNode event = answer.deepCopy();
        options.tell(event.put("event", dryRun ? "decided" : "ordered"));
        options.say(
                List.of(answer.path("name").asText() + "  " + answer.path("sentence").asText()));
    }
}
