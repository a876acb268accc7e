package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a name. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Ask for a name for a site, and print the records that its DNS must have.",
            "Again for the same name changes nothing. Undo with: plat domain release NAME"
        })
final class AddCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(paramLabel = "NAME", description = "www.example.com, or example.com.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--site",
            paramLabel = "SLUG",
            required = true,
            description = "The site that visitors of the name are to see.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String slug;

    @Option(
            names = "--pair",
            description = "The bare name and its www together; the other one leads here.")
    private boolean pair;

    @Option(
            names = "--redirect-to",
            paramLabel = "NAME",
            description = "Send visitors on to another name of the same site.")
    private @Nullable String redirectTo;

    @Override
    public Integer call() {
        try (ApiClient client = options.signIn()) {
            String site = client.site(slug).path("site").asText();
            Map<String, Object> asked = new LinkedHashMap<>();
            asked.put("name", name);
            asked.put("pair", pair);
            if (redirectTo != null) {
                asked.put("redirectTo", redirectTo);
            }
            JsonNode answer = client.domains("POST", "/api/v1/sites/" + site + "/domains", asked);
            NameView view = new NameView(answer);
            options.tell(view.event("added"));
            options.say(view.lines());
            if (answer.path("pair").isObject()) {
                options.say(new NameView(answer.path("pair")).lines());
            }
            options.say(
                    List.of("When they are set: plat domain check " + view.name() + " --watch"));
            return Exit.DONE;
        }
    }
}
