package dev.plat.ops.cli.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.operator.OperatorClient;
import dev.plat.ops.cli.operator.OperatorOptions;
import dev.plat.ops.cli.operator.Sums;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives money back. */
@Command(
        name = "refund",
        mixinStandardHelpOptions = true,
        description = {
            "Give a payment back, or a part of it. What was bought is not touched.",
            "The refund has a number; with --id and that number it is asked for again, not twice.",
            "Exit code: 0 it is on its way, 1 refused."
        })
final class RefundCommand implements Callable<Integer> {

    private static final List<String> NOT_DONE = List.of("failed", "review");

    @Mixin private OperatorOptions options = new OperatorOptions();

    @Parameters(paramLabel = "PAYMENT", description = "pay_…")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String payment;

    @Option(
            names = "--amount",
            paramLabel = "SUM",
            description = "Such as 19.99, of the payment's currency. Default: all that is left.")
    private @Nullable String amount;

    @Option(names = "--id", paramLabel = "REFUND", description = "The number of one begun before.")
    private @Nullable String known;

    @Override
    public Integer call() {
        Id id = Id.parse(IdKind.PAYMENT, payment);
        String number = known;
        Id refund =
                number == null
                        ? new IdGenerator(InstantSource.system(), new SecureRandom())
                                .next(IdKind.REFUND, id)
                        : Id.parse(IdKind.REFUND, number);
        String path = "/internal/v1/payments/" + id;
        try (OperatorClient payments = options.payments()) {
            JsonNode standing = payments.get(path);
            String currency = standing.path("captured").path("currency").asText();
            long minor = minor(standing, currency);
            JsonNode answer =
                    payments.post(
                            path + "/refunds",
                            Map.of(
                                    "refund",
                                    refund.toString(),
                                    "amount",
                                    Map.of("amount", minor, "currency", currency)));
            options.tell("refund", answer);
            options.say(
                    "%s  %s  %s%s"
                            .formatted(
                                    answer.path("refund").asText(),
                                    Sums.text(answer.path("amount")),
                                    answer.path("state").asText(),
                                    reason(answer)));
            return NOT_DONE.contains(answer.path("state").asText()) ? Exit.REFUSED : Exit.DONE;
        }
    }

    private long minor(JsonNode standing, String currency) {
        String typed = amount;
        if (typed != null) {
            return Sums.minor(typed, currency);
        }
        long left =
                standing.path("captured").path("amount").asLong()
                        - standing.path("refunded").path("amount").asLong();
        if (left < 1) {
            throw new PlatException(
                    ErrorCode.REFUND_TOO_LARGE,
                    "Nothing of this payment is left to go back.",
                    "value",
                    payment,
                    "expected",
                    "a payment of which money is left; plat payments settle shows what waits");
        }
        return left;
    }

    private static String reason(JsonNode answer) {
        return answer.path("reason").isTextual() ? ": " + answer.path("reason").asText() : "";
    }
}
