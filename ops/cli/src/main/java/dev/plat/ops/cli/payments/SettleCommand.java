package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.operator.Sums;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Ends what nothing but a person ends. */
@Command(
        name = "settle",
        mixinStandardHelpOptions = true,
        description = {
            "End what waits for a person; without WHAT, name all that does.",
            "A refund that failed, or that is in review:",
            "  again       it is asked for anew, under another number",
            "  elsewhere   the buyer was paid past the provider, out of the bank",
            "  went        the provider has paid it, whatever it said (in review only)",
            "An attempt in review:",
            "  taken       the provider has taken all of it (--intent where that is not known)",
            "  nothing     nothing was taken; it may be tried again, and a renewal is",
            "A movement that is not explained:",
            "  booked      what was booked since explains it",
            "  bank, fees, disputes, revenue:WHAT  the account to which it belongs",
            "Who ended it, and why, is kept in the audit log. The same words again change nothing.",
            "Exit code: 0 it is ended (nothing waits), 1 refused or not done (something waits)."
        })
final class SettleCommand implements Callable<Integer> {

    private static final String PATH = "/internal/v1/cases";
    private static final List<String> NOT_DONE = List.of("failed", "review");

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            description = "rfnd_…, att_…, txn_…")
    private @Nullable String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOW", description = "See above.")
    private @Nullable String how;

    @Option(
            names = "--reason",
            paramLabel = "WHY",
            description = "For whoever looks into it later; a line.")
    private @Nullable String reason;

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who ends it. Default: the user of this machine.")
    private String by = System.getProperty("user.name", "");

    @Option(
            names = "--id",
            paramLabel = "REFUND",
            description = "With again: its new number. Default: a fresh one, which is said.")
    private @Nullable String next;

    @Option(
            names = "--intent",
            paramLabel = "PI",
            description = "With taken: the provider's name of what took the money.")
    private @Nullable String intent;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        String one = what;
        if (one == null) {
            return all();
        }
        String end = how;
        String why = reason;
        if (end == null || why == null) {
            throw new ParameterException(spec.commandLine(), "Say HOW it ends, and --reason WHY.");
        }
        Map<String, String> body = new HashMap<>();
        body.put("how", end);
        body.put("by", by);
        body.put("reason", why);
        if (intent != null) {
            body.put("intent", intent);
        }
        if (end.equals("again")) {
            body.put("next", number(one));
        }
        try (OperatorClient payments = options.payments()) {
            String name = URLEncoder.encode(one, StandardCharsets.UTF_8);
            JsonNode answer = payments.post(PATH + "/" + name + "/end", body);
            options.tell("settled", answer);
            options.say(line(answer));
            return NOT_DONE.contains(answer.path("state").asText()) ? Exit.REFUSED : Exit.DONE;
        }
    }

    private String number(String refund) {
        String typed = next;
        return typed != null
                ? typed
                : new IdGenerator(InstantSource.system(), new SecureRandom())
                        .next(IdKind.REFUND, Id.parse(IdKind.REFUND, refund))
                        .toString();
    }

    private int all() {
        JsonNode answer;
        try (OperatorClient payments = options.payments()) {
            answer = payments.get(PATH);
        }
        options.tell("cases", answer);
        List<String> lines = new ArrayList<>();
        answer.path("cases")
                .forEach(one ->
                        lines.add(
                                "%s  %s  %s"
                                        .formatted(
                                                one.path("since").asText(),
                                                line(one),
                                                one.path("of").asText("nobody's"))));
        if (answer.path("more").asBoolean()) {
            lines.add("and more");
        }
        options.say(lines.isEmpty() ? List.of("Nothing waits for a person.") : lines);
        return lines.isEmpty() ? Exit.DONE : Exit.REFUSED;
    }

    private static String line(JsonNode one) {
        return "%s  %s  %s%s"
                .formatted(
                        one.path("what").asText(),
                        Sums.text(one.path("amount")),
                        one.path("state").asText(),
                        one.path("reason").isTextual() ? ": " + one.path("reason").asText() : "");
    }
}
