package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.MomentOption;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.operator.Sums;
import dev.plat.ops.cli.running.Exit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows an account of the books. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Show what an account comes to, now or at any time, and a customer's last lines.",
            "A debit is above zero: what a customer owes, what a provider holds for us."
        })
final class LedgerShowCommand implements Callable<Integer> {

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Parameters(
            paramLabel = "ACCOUNT",
            description =
                    "acct_…: all of a customer's; or one of the platform's, summed over all buckets:"
                            + " provider:stripe, fees:stripe, suspense:stripe, bank.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String account;

    @Option(
            names = "--at",
            paramLabel = "T",
            converter = MomentOption.class,
            description = "As it was written down by then: 2027-01-31T00:00:00Z, or 24h.")
    private @Nullable Instant at;

    @Override
    public Integer call() {
        Instant moment = at;
        String path =
                "/internal/v1/ledger/accounts/"
                        + encoded(account)
                        + (moment == null ? "" : "?at=" + encoded(moment.toString()));
        JsonNode shown;
        try (OperatorClient payments = options.payments()) {
            shown = payments.get(path);
        }
        options.tell("account", shown);
        options.say(lines(shown));
        return Exit.DONE;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> lines(JsonNode shown) {
        List<String> lines = new ArrayList<>();
        for (JsonNode one : shown.path("balances")) {
            lines.add(
                    "%-48s %16s"
                            .formatted(
                                    one.path("account").asText(), Sums.text(one.path("amount"))));
        }
        for (JsonNode one : shown.path("entries")) {
            lines.add(
                    "  %s  journal %d %-10s %14s  %14s  %s  %s"
                            .formatted(
                                    one.path("recorded").asText(),
                                    one.path("journal").asLong(),
                                    one.path("kind").asText(),
                                    Sums.text(one.path("amount")),
                                    Sums.text(one.path("after")),
                                    one.path("account").asText().replaceFirst(":.*", ""),
                                    one.path("key").asText()));
        }
        return lines;
    }
}
