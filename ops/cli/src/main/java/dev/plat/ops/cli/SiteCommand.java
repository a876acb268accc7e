package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.api.SignInOptions;
import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What concerns one published site. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = "Deploy any static site, list its releases, roll back.",
        subcommands = {
            SiteCommand.Deploy.class,
            SiteCommand.Releases.class,
            SiteCommand.Rollback.class
        })
final class SiteCommand {

    /** Puts a folder live. */
    @Command(
            name = "deploy",
            mixinStandardHelpOptions = true,
            description = {
                "Put a folder of files live: only what the site does not hold yet is sent, then one pointer moves.",
                "An interrupted run is continued by the same command; undo with: plat site rollback"
            })
    static final class Deploy implements Callable<Integer> {

        @Mixin private ClusterOptions cluster = new ClusterOptions();

        @Mixin private SignInOptions account = new SignInOptions();

        @Parameters(paramLabel = "DIR", description = "Folder whose files become the site.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path folder;

        @Option(
                names = "--slug",
                required = true,
                description = "Host name's first label; made when it is new.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String slug;

        @Option(names = "--json", description = "One JSON object at the end.")
        private boolean asJson;

        @Override
        public Integer call() throws IOException {
            // Before a site is made for it.
            List<Path> files = Deployment.files(folder);
            try (ApiClient client = account.signIn(RunFile.require(cluster.data()))) {
                String site = site(client);
                Deployment.Result result;
                try (Bar bar = Bar.onStderr()) {
                    result = new Deployment(client, site, bar).deploy(folder, files);
                }
                System.out.println(
                        asJson
                                ? result.json()
                                : "Live as generation %d: %s%n%d files, %d sent (%d bytes)"
                                        .formatted(
                                                result.generation(),
                                                result.url(),
                                                result.files(),
                                                result.sent(),
                                                result.sentBytes()));
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
                        Map.of("title", slug, "slug", slug, "template", "blank");
                return client.siteBuilder("POST", "/api/v1/sites", request).path("site").asText();
            }
        }
    }

    /** Lists what can be rolled back to. */
    @Command(
            name = "releases",
            mixinStandardHelpOptions = true,
            description = "List a site's releases, newest first.")
    static final class Releases implements Callable<Integer> {

        @Mixin private ClusterOptions cluster = new ClusterOptions();

        @Mixin private SignInOptions account = new SignInOptions();

        @Parameters(paramLabel = "SLUG", description = "The site.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String slug;

        @Override
        public Integer call() {
            try (ApiClient client = account.signIn(RunFile.require(cluster.data()))) {
                String site = client.site(slug).path("site").asText();
                for (JsonNode release : releases(client, site)) {
                    System.out.printf(
                            "%s  %s  %d files%s%n",
                            release.path("release").asText(),
                            release.path("sealed").asText(),
                            release.path("files").asLong(),
                            release.path("live").asBoolean() ? "  live" : "");
                }
                return 0;
            }
        }
    }

    static JsonNode releases(ApiClient client, String site) {
        return client.hosting("GET", "/api/v1/sites/" + site + "/releases", null).path("releases");
    }

    /** Makes an older release live again. */
    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Make an older release live again; no byte moves. Undo it the same way.")
    static final class Rollback implements Callable<Integer> {

        @Mixin private ClusterOptions cluster = new ClusterOptions();

        @Mixin private SignInOptions account = new SignInOptions();

        @Parameters(paramLabel = "SLUG", description = "The site.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String slug;

        @Option(
                names = "--to",
                paramLabel = "RELEASE",
                defaultValue = "",
                description = "Default: the one before the live one.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String to;

        @Override
        public Integer call() {
            try (ApiClient client = account.signIn(RunFile.require(cluster.data()))) {
                String site = client.site(slug).path("site").asText();
                String release = to.isEmpty() ? before(releases(client, site)) : to;
                JsonNode live =
                        client.hosting(
                                "POST",
                                "/api/v1/sites/" + site + "/deploys",
                                Map.of("release", release));
                System.out.printf(
                        "Live as generation %d: %s%n",
                        live.path("generation").asLong(), live.path("url").asText());
                return 0;
            }
        }

        private static String before(JsonNode releases) {
            boolean liveSeen = false;
            for (JsonNode release : releases) {
                if (liveSeen) {
                    return release.path("release").asText();
                }
                liveSeen = release.path("live").asBoolean();
            }
            throw new PlatException(
                    ErrorCode.NOT_FOUND, "There is no older release to go back to.");
        }
    }
}
