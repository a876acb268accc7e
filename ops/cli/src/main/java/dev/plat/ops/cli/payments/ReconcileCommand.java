package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.MomentOption;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.operator.Sums;
import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.Exit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the books against the provider's account. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Read the provider's movements, explain each by the books, and name what differs.",
            "What is missing in the books is fetched and booked; what is nobody's lies in suspense.",
            "Exit code: 0 all is explained and the balances are equal, 1 something differs."
        })
final class ReconcileCommand implements Callable<Integer> {

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = MomentOption.class,
            description = "From when on, by the provider's clock: 2027-01-31T00:00:00Z, or 24h.")
    private @Nullable Instant since;

    @Override
    public Integer call() {
        JsonNode report;
        try (OperatorClient payments = options.payments();
                Bar bar = Bar.onStderr()) {
            report = explained(payments, bar);
        }
        options.tell("reconciled", report);
        options.say(lines(report));
        return report.path("clean").asBoolean() ? Exit.DONE : Exit.REFUSED;
    }

    /** Each call explains for a while; it goes on as long as fewer and fewer wait. */
    private JsonNode explained(OperatorClient payments, Bar bar) {
        Instant from = since;
        Map<String, Object> asked = from == null ? Map.of() : Map.of("since", from.toString());
        JsonNode report = payments.post("/internal/v1/reconciliation", asked);
        long before = Long.MAX_VALUE;
        while (report.path("waiting").asLong() > 0 && report.path("waiting").asLong() < before) {
            before = report.path("waiting").asLong();
            long all = report.path("movements").asLong();
            bar.show(all - before, all, "movements");
            report = payments.post("/internal/v1/reconciliation", asked);
        }
        return report;
    }

    private static List<String> lines(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s: %d movements since %s, %d.%02d %% of %d explained%s"
                        .formatted(
                                report.path("provider").asText(),
                                report.path("movements").asLong(),
                                report.path("since").asText(),
                                report.path("explained").asLong() / 100,
                                report.path("explained").asLong() % 100,
                                report.path("settled").asLong(),
                                waiting(report)));
        for (JsonNode one : report.path("differences")) {
            lines.add(
                    "  %-14s %12s  %s %s  %s  %s"
                            .formatted(
                                    one.path("verdict").asText(),
                                    Sums.text(one.path("amount")),
                                    one.path("kind").asText(),
                                    one.path("movement").asText(),
                                    one.path("created").asText(),
                                    whose(one)));
        }
        for (JsonNode one : report.path("missing")) {
            lines.add(
                    "  %-14s %12s  %s of %s  %s  booked, and the provider shows no movement of it"
                            .formatted(
                                    "missing-theirs",
                                    Sums.text(one.path("amount")),
                                    one.path("kind").asText(),
                                    one.path("subject").asText(),
                                    one.path("since").asText()));
        }
        if (report.path("cut").asBoolean()) {
            lines.add("  and more; --since with a later time names others");
        }
        balances(report, lines);
        return lines;
    }

    private static String waiting(JsonNode report) {
        long waiting = report.path("waiting").asLong();
        return waiting == 0 ? "" : ", " + waiting + " wait";
    }

    private static String whose(JsonNode one) {
        String subject =
                one.path("subject").isTextual()
                        ? one.path("subject").asText()
                        : one.path("source").asText();
        return subject + ": " + one.path("reason").asText();
    }

    private static void balances(JsonNode report, List<String> lines) {
        if (!report.path("balances").isArray()) {
            lines.add("  the provider does not say what it holds");
        }
        for (JsonNode one : report.path("balances")) {
            boolean equal = one.path("difference").path("amount").asLong() == 0;
            lines.add(
                    "balance: provider %s, books %s%s"
                            .formatted(
                                    Sums.text(one.path("provider")),
                                    Sums.text(one.path("books")),
                                    equal
                                            ? ""
                                            : ", difference " + Sums.text(one.path("difference"))));
        }
        for (JsonNode one : report.path("suspense")) {
            if (one.path("amount").asLong() != 0) {
                lines.add("in suspense: " + Sums.text(one));
            }
        }
    }
}
