package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.TimeOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows certificates. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = {
            "Show the certificates of all names of the account, or of some.",
            "Exit code: 0 fine; with --expiring or --failed, 1 when there are such."
        })
final class CertificatesCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--expiring",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only where what is served ends within this: 14d, 48h.")
    private @Nullable Duration expiring;

    @Option(names = "--failed", description = "Only where something went wrong.")
    private boolean failed;

    @Override
    public Integer call() {
        int shown = 0;
        try (ApiClient client = options.signIn()) {
            Instant now = Instant.now();
            for (OwnNames.Own own : OwnNames.of(client, names)) {
                String path = DomainOptions.path(own.view().name()) + "/certificates";
                JsonNode answer = client.domains("GET", path, null);
                if (wanted(answer, now)) {
                    shown++;
                    ObjectNode event = answer.deepCopy();
                    options.tell(event.put("event", "certificates"));
                    options.say(lines(answer, now));
                }
            }
        }
        boolean searched = expiring != null || failed;
        if (shown == 0) {
            options.say(List.of(searched ? "None." : "No names yet."));
        }
        return searched && shown > 0 ? Exit.REFUSED : Exit.DONE;
    }

    private boolean wanted(JsonNode answer, Instant now) {
        if (failed && !NameView.WRONG.contains(answer.path("status").asText())) {
            return false;
        }
        Duration within = expiring;
        if (within == null) {
            return true;
        }
        for (JsonNode each : answer.path("certificates")) {
            if (each.path("state").asText().equals("deployed")) {
                return Instant.parse(each.path("notAfter").asText()).isBefore(now.plus(within));
            }
        }
        return false;
    }

    private static List<String> lines(JsonNode answer, Instant now) {
        List<String> lines = new ArrayList<>();
        String reason = answer.path("reason").isNull() ? "" : answer.path("reason").asText();
        lines.add(
                "%-32s %s%s"
                        .formatted(
                                answer.path("name").asText(),
                                answer.path("status").asText(),
                                reason.isEmpty() ? "" : ": " + reason));
        for (JsonNode each : answer.path("certificates")) {
            Instant end = Instant.parse(each.path("notAfter").asText());
            lines.add(
                    "  %-11s until %s (%d days)  %s  serial %s"
                            .formatted(
                                    each.path("state").asText(),
                                    end,
                                    Duration.between(now, end).toDays(),
                                    each.path("issuer").asText(),
                                    each.path("serial").asText()));
        }
        return lines;
    }
}
