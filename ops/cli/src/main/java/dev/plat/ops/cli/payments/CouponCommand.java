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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What concerns coupons. */
@Command(
        name = "coupon",
        mixinStandardHelpOptions = true,
        description = "Coupons: offer one, see how they are used, end one.",
        subcommands = {
            CouponCommand.Add.class,
            CouponCommand.Listing.class,
            CouponCommand.End.class
        })
final class CouponCommand {

    private static final String PATH = "/internal/v1/coupons";

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String line(JsonNode coupon) {
        List<String> plans = new ArrayList<>();
        coupon.path("plans").forEach(plan -> plans.add(plan.asText()));
        int periods = coupon.path("periods").asInt();
        String lasting = coupon.path("lasting").asText();
        return "%-24s %12s  %-10s %s  used %d, held %d of %d%s"
                .formatted(
                        coupon.path("code").asText(),
                        coupon.path("off").asText(),
                        lasting.equals("periods") ? periods + " periods" : lasting,
                        plans.isEmpty() ? "all" : String.join(",", plans),
                        coupon.path("used").asInt(),
                        coupon.path("held").asInt(),
                        coupon.path("most").asInt(),
                        coupon.path("ends").isTextual()
                                ? ", until " + coupon.path("ends").asText()
                                : "");
    }

    /** Offers one. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Offer a coupon. What it takes off never changes; the same words again change nothing.",
                "Exit code: 0 it is offered, 1 refused."
            })
    static final class Add implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "CODE", description = "3 to 32 letters, digits and hyphens.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String code;

        @ArgGroup(exclusive = true, multiplicity = "1")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Off off;

        /** One of the two. */
        static final class Off {
            @Option(names = "--percent", paramLabel = "P", description = "Such as 12.5.")
            private @Nullable String percent;

            @Option(
                    names = "--amount",
                    paramLabel = "SUM",
                    description = "Such as 5.00EUR, once for all it is for.")
            private @Nullable String amount;
        }

        @Option(
                names = "--plan",
                paramLabel = "PLAN",
                description = "What it is for; may be said several times. Default: all.")
        private List<String> plans = new ArrayList<>();

        @Option(
                names = "--lasting",
                paramLabel = "HOW",
                defaultValue = "once",
                description = "once, periods or forever, of a plan's periods. Default: once.")
        private String lasting = "once";

        @Option(
                names = "--periods",
                paramLabel = "N",
                defaultValue = "1",
                description = "How many, with --lasting periods; the first is bought with it.")
        private int periods = 1;

        @Option(
                names = "--starts",
                paramLabel = "T",
                converter = MomentOption.class,
                description = "2027-01-31T00:00:00Z. Default: at once.")
        private @Nullable Instant starts;

        @Option(
                names = "--ends",
                paramLabel = "T",
                converter = MomentOption.class,
                description = "From then on nobody gets it. Default: never.")
        private @Nullable Instant ends;

        @Option(
                names = "--max",
                required = true,
                paramLabel = "N",
                description = "How often it may be used.")
        private int most;

        @Override
        public Integer call() {
            Map<String, Object> body = new HashMap<>();
            body.put("code", code);
            body.put("plans", plans);
            body.put("lasting", lasting);
            body.put("periods", periods);
            body.put("most", most);
            if (off.percent != null) {
                body.put("percent", off.percent);
            }
            String amount = off.amount;
            if (amount != null) {
                body.put("amount", sum(amount));
            }
            if (starts != null) {
                body.put("starts", starts.toString());
            }
            if (ends != null) {
                body.put("ends", ends.toString());
            }
            try (OperatorClient payments = options.payments()) {
                JsonNode coupon = payments.post(PATH, body);
                options.tell("coupon", coupon);
                options.say(line(coupon));
            }
            return Exit.DONE;
        }

        private static Map<String, Object> sum(String typed) {
            int split = Math.max(0, typed.length() - 3);
            String currency = typed.substring(split);
            return Map.of(
                    "amount",
                    Sums.minor(typed.substring(0, split).strip(), currency),
                    "currency",
                    currency);
        }
    }

    /** Lists them. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All coupons by their codes, and how often each is used and held.")
    static final class Listing implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Override
        public Integer call() {
            List<String> lines = new ArrayList<>();
            String after = "";
            try (OperatorClient payments = options.payments()) {
                boolean more = true;
                while (more) {
                    JsonNode page = payments.get(PATH + "?after=" + encoded(after));
                    options.tell("coupons", page);
                    page.path("coupons").forEach(coupon -> lines.add(line(coupon)));
                    more = page.path("next").isTextual();
                    after = page.path("next").asText();
                }
            }
            options.say(lines.isEmpty() ? List.of("None.") : lines);
            return Exit.DONE;
        }
    }

    /** Ends one. */
    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = {
                "Nobody gets a coupon from now on; orders and subscriptions that have it keep it.",
                "Exit code: 0 it has ended, 1 there is none."
            })
    static final class End implements Callable<Integer> {

        @Mixin private OperatorOptions options = new OperatorOptions();

        @Parameters(paramLabel = "CODE", description = "In any case.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String code;

        @Override
        public Integer call() {
            try (OperatorClient payments = options.payments()) {
                JsonNode coupon = payments.post(PATH + "/" + encoded(code) + "/end", Map.of());
                options.tell("coupon", coupon);
                options.say(line(coupon));
            }
            return Exit.DONE;
        }
    }
}
