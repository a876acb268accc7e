package dev.plat.ops.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.running.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a service has open, since when, and what a person has to look at. */
@Command(
        name = "alarms",
        mixinStandardHelpOptions = true,
        description = {
            "What it has to do and since when, from all its shards; what is above its limit first.",
            "Exit code: 0 all is as it should be, 1 somebody has to look."
        })
public final class AlarmsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Option(names = "--metrics", description = "As Prometheus reads it.")
    private boolean metrics;

    @Override
    public Integer call() {
        String service = spec.parent().name();
        try (OperatorClient client = options.of(service)) {
            JsonNode figures = client.get("/internal/v1/figures");
            options.tell("figures", figures);
            options.say(
                    metrics ? FigureTable.metrics(service, figures) : FigureTable.lines(figures));
            return figures.path("alarms").asLong() == 0 ? Exit.DONE : Exit.REFUSED;
        }
    }
}
