package dev.plat.ops.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.RunFile;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What operators' words share: which cluster, and for whom to write. */
public final class OperatorOptions {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "One event a line, as JSON.")
    private boolean asJson;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    public RunFile run() {
        return RunFile.require(cluster.data());
    }

    public OperatorClient payments() {
        return of("payments");
    }

    public OperatorClient checkout() {
        return of("checkout");
    }

    OperatorClient of(String service) {
        return OperatorClient.of(run(), service);
    }

    /** Whether programs read what is written. */
    public boolean asJson() {
        return asJson;
    }

    /** For people. */
    public void say(List<String> lines) {
        if (!asJson) {
            PrintWriter out = spec.commandLine().getOut();
            lines.forEach(out::println);
            out.flush();
        }
    }

    public void say(String line) {
        say(List.of(line));
    }

    /** For programs. */
    public void tell(String event, JsonNode answer) {
        if (asJson) {
            ObjectNode told = answer.deepCopy();
            PrintWriter out = spec.commandLine().getOut();
            out.println(told.put("event", event));
            out.flush();
        }
    }
}
