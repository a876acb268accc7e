package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.MomentOption;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.TimeOption;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
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

/** The sandbox card provider's clock. */
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        description = {
            "The clock of the sandbox card provider: its holds, payouts and disputes follow it.",
            "Plat's own clock is never turned. Refused where the profile is production."
        },
        subcommands = {ClockCommand.Show.class, ClockCommand.Advance.class})
final class ClockCommand {

    private static final String MEMBER = "card-provider";

    private static OperatorClient provider(OperatorOptions options) {
        String profile =
                System.getProperty(
                        "plat.profile", System.getenv().getOrDefault("PLAT_PROFILE", ""));
        if (profile.equals("production")) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "There is no clock to turn in production.",
                    "value",
                    profile,
                    "expected",
                    "another profile, and a cluster with a sandbox card provider");
        }
        RunFile run = options.run();
        return OperatorClient.of(
                run, MEMBER, "control", run.data().resolve(MEMBER).resolve("control.token"));
    }

    private static int say(OperatorOptions options, JsonNode clock) {
        options.tell("clock", clock);
        options.say(
                "%s, %s ahead".formatted(clock.path("now").asText(), clock.path("ahead").asText()));
        return Exit.DONE;
    }

    /** Says what time it is there. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Say what time it is there.")
    static final class Show implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Override
        public Integer call() {
            try (OperatorClient provider = provider(options)) {
                return say(options, provider.get("/clock"));
            }
        }
    }

    /** Turns it. */
    @Command(
            name = "advance",
            mixinStandardHelpOptions = true,
            description = "Turn it forward; returns when what became due has happened.")
    static final class Advance implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(
                arity = "0..1",
                paramLabel = "TIME",
                converter = TimeOption.class,
                description = "By how much: 90s, 24h, 7d.")
        private @Nullable Duration by;

        @Option(
                names = "--to",
                paramLabel = "T",
                converter = MomentOption.class,
                description = "To when: 2027-01-31T00:00:00Z.")
        private @Nullable Instant to;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            Duration time = by;
            Instant moment = to;
            if ((time == null) == (moment == null)) {
                throw new ParameterException(spec.commandLine(), "Give one TIME, or --to T.");
            }
            Map<String, String> turn =
                    moment != null
                            ? Map.of("to", moment.toString())
                            : Map.of("advance", String.valueOf(time));
            try (OperatorClient provider = provider(options)) {
                return say(options, provider.post("/clock", turn));
            }
        }
    }
}
