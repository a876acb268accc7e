package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns names that are registered here. */
@Command(
        name = "registration",
        mixinStandardHelpOptions = true,
        description = "Names that were bought here, or brought over.",
        subcommands = RegistrationCommand.Show.class)
final class RegistrationCommand {

    /** Shows how they stand. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Show the names that are registered here, or on their way, and until when.",
                "Exit code: 0 all are yours, 1 one is not and will not be, 4 one is on its way."
            })
    static final class Show implements Callable<Integer> {

        private static final Set<String> OVER = Set.of("refused", "parked", "gone");

        @Mixin private DomainOptions options = new DomainOptions();

        @Parameters(arity = "0..*", paramLabel = "NAME", description = "Default: all.")
        private List<String> names = new ArrayList<>();

        @Override
        public Integer call() {
            int exit = Exit.DONE;
            List<String> missing = new ArrayList<>(names);
            boolean none = true;
            try (ApiClient client = options.signIn()) {
                for (JsonNode one :
                        client.domains("GET", "/api/v1/registrations", null)
                                .path("registrations")) {
                    String name = one.path("name").asText();
                    // the latest of a name comes first, and is the one that counts
                    if (!names.isEmpty() && !missing.remove(name)) {
                        continue;
                    }
                    none = false;
                    ObjectNode event = one.deepCopy();
                    options.tell(event.put("event", "registration"));
                    options.say(lines(one));
                    exit = worse(exit, one.path("state").asText());
                }
            }
            missing.forEach(name -> options.say(List.of(name + " is not registered here.")));
            if (none && names.isEmpty()) {
                options.say(List.of("No names are registered here yet."));
            }
            return missing.isEmpty() ? exit : Exit.REFUSED;
        }

        private static int worse(int exit, String state) {
            if (OVER.contains(state)) {
                return Exit.REFUSED;
            }
            boolean onItsWay = !state.equals("active");
            return onItsWay && exit == Exit.DONE ? Exit.STILL_RUNNING : exit;
        }

        private static List<String> lines(JsonNode one) {
            String expires = one.path("expires").asText("");
            String until = expires.length() < 10 ? "" : "  until " + expires.substring(0, 10);
            String lock = one.path("locked").asBoolean() ? "  locked" : "";
            return List.of(
                    "%-32s %s%s%s"
                            .formatted(
                                    one.path("name").asText(),
                                    one.path("state").asText(),
                                    until,
                                    lock),
                    "  " + one.path("sentence").asText());
        }
    }
}
