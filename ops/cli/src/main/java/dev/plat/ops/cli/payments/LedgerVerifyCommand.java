package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves the books. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Go through the books row by row: sums, balances, numbers and the chain of hashes.",
            "Exit code: 0 all is as it was posted, 1 the first bad row of each bucket is named."
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    /** As many buckets as one call goes through. */
    private static final int AT_ONCE = 128;

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Option(names = "--bucket", paramLabel = "B", description = "One bucket alone, 0 to 4095.")
    private @Nullable Integer bucket;

    @Override
    public Integer call() {
        Integer only = bucket;
        if (only != null && (only < 0 || only >= Bucket.COUNT)) {
            throw PlatException.invalidField("bucket", only, "0 to " + (Bucket.COUNT - 1));
        }
        int from = only == null ? 0 : only;
        int last = only == null ? Bucket.COUNT - 1 : only;
        long begin = System.nanoTime();
        ObjectNode all = new ObjectMapper().createObjectNode();
        ArrayNode findings = all.putArray("findings");
        long buckets = 0;
        long journals = 0;
        long entries = 0;
        try (OperatorClient payments = options.payments();
                Bar bar = Bar.onStderr()) {
            for (int first = from; first <= last; first += AT_ONCE) {
                int to = Math.min(last, first + AT_ONCE - 1);
                JsonNode part =
                        payments.get(
                                "/internal/v1/ledger/verification?from=" + first + "&to=" + to);
                buckets += part.path("buckets").asLong();
                journals += part.path("journals").asLong();
                entries += part.path("entries").asLong();
                part.path("findings").forEach(findings::add);
                bar.show(
                        to - from + 1L,
                        last - from + 1L,
                        "buckets, %,d entries, %,d/s".formatted(entries, rate(entries, begin)));
            }
        }
        long rate = rate(entries, begin);
        all.put("buckets", buckets).put("journals", journals).put("entries", entries);
        options.tell("verified", all.put("entriesPerSecond", rate));
        options.say(
                "%d buckets with books, %d journals, %d entries proved, %d entries/s"
                        .formatted(buckets, journals, entries, rate));
        findings.forEach(one -> options.say(text(one)));
        return findings.isEmpty() ? Exit.DONE : Exit.REFUSED;
    }

    private static long rate(long entries, long begin) {
        return Math.round(entries / Math.max(1e-3, (System.nanoTime() - begin) / 1e9));
    }

    private static String text(JsonNode one) {
        int line = one.path("line").asInt();
        return "bucket %d journal %d%s: %s; found %s, expected %s"
                .formatted(
                        one.path("bucket").asInt(),
                        one.path("journal").asLong(),
                        line == 0 ? "" : " line " + line,
                        one.path("rule").asText(),
                        one.path("found").asText(),
                        one.path("expected").asText());
    }
}
