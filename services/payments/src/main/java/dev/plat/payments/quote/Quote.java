package dev.plat.payments.quote;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a purchase costs.
 *
 * @param catalogue digest of the version it was reckoned with
 * @param taxRate of all lines; zero where no tax is collected
 * @param made to the millisecond
 */
public record Quote(
        String catalogue,
        QuoteRequest request,
        List<QuoteLine> lines,
        Rate taxRate,
        Money listed,
        Money discount,
        Money tax,
        Money total,
        Instant made) {

    /** How long it may be paid. */
    public static final Duration VALID = Duration.ofMinutes(30);

    public Quote {
        lines = List.copyOf(lines);
    }

    public Instant expires() {
        return made.plus(VALID);
    }

    /**
     * Every field that a buyer sees or pays by, each with its length: no two quotes share a form.
     */
    byte[] canonical() {
        StringBuilder text = new StringBuilder("quote 1");
        put(text, catalogue, request.jurisdiction().orElse(""), taxRate);
        put(text, request.discount().map(Discount::toString).orElse(""), request.items().size());
        request.items().forEach(item -> put(text, item.price(), item.quantity()));
        put(text, listed, discount, tax, total, made.toEpochMilli(), lines.size());
        for (QuoteLine line : lines) {
            put(text, line.number(), line.price().id(), line.price().plan(), line.quantity());
            put(text, line.price().interval(), line.price().amount(), line.price().taxIncluded());
            put(text, line.listed(), line.discount(), line.net(), line.tax());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(StringBuilder text, Object... fields) {
        for (Object field : fields) {
            String value =
                    switch (field) {
                        case Money money -> money.minor() + money.currency().code();
                        default -> String.valueOf(field);
                    };
            text.append(value.length()).append(':').append(value);
        }
    }
}
