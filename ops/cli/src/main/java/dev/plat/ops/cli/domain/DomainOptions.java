package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.api.SignInOptions;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.RunFile;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all words of {@code plat domain} share: which cluster, as whom, and for whom to write. */
final class DomainOptions {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private SignInOptions account = new SignInOptions();

    @Option(names = "--json", description = "One event a line, as JSON.")
    private boolean asJson;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    ApiClient signIn() {
        return account.signIn(RunFile.require(cluster.data()));
    }

    /** For people. */
    void say(List<String> lines) {
        if (!asJson) {
            PrintWriter out = spec.commandLine().getOut();
            lines.forEach(out::println);
            out.flush();
        }
    }

    /** For programs. */
    void tell(ObjectNode event) {
        if (asJson) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(event);
            out.flush();
        }
    }

    static String path(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/v1/domains/" + encoded;
    }
}
