package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.api.SignInOptions;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the first journey without a browser. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Make a site from a template, publish it, and print where it is visited.")
final class DemoCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private SignInOptions account = new SignInOptions();

    @Option(names = "--slug", defaultValue = "demo", description = "Host name's first label.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String slug;

    @Option(
            names = "--template",
            defaultValue = "business",
            description = "One of GET /api/v1/templates.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String template;

    @Override
    public Integer call() {
        RunFile run = RunFile.require(cluster.data());
        try (ApiClient client = account.signIn(run)) {
            String site = site(client);
            JsonNode live = client.siteBuilder("POST", "/api/v1/sites/" + site + "/publish", null);
            System.out.println("Published as generation " + live.path("generation").asLong() + ".");
            System.out.println("  visit  " + live.path("url").asText());
            System.out.println(
                    "  edit   "
                            + run.url("app")
                            + "  as operator; password in "
                            + run.data().resolve("operator.json"));
            return 0;
        }
    }

    private String site(ApiClient client) {
        try {
            return client.site(slug).path("site").asText();
        } catch (PlatException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            Map<String, String> request =
                    Map.of("title", "Plat demo", "slug", slug, "template", template);
            return client.siteBuilder("POST", "/api/v1/sites", request).path("site").asText();
        }
    }
}
