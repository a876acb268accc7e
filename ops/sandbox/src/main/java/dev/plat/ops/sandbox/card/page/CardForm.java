package dev.plat.ops.sandbox.card.page;

import dev.plat.ops.sandbox.card.api.Digits;
import dev.plat.ops.sandbox.card.desk.TestCard;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a buyer typed. It is read once and never shown, kept or logged. */
final class CardForm {

    private static final int FIELDS_MAX = 10;
    private static final Pattern EXPIRY = Pattern.compile("(\\d{1,2}) ?[/-] ?(?:20)?(\\d{2})");
    private static final Pattern CVC = Pattern.compile("\\d{3,4}");
    private static final String USE_TEST_NUMBER =
            "Use a test number, such as the published one that ends in 4242.";

    /** A card that may be tried, or what is wrong. */
    sealed interface Typed {
        record Good(TestCard card, YearMonth expiry) implements Typed {}

        record Wrong(String text) implements Typed {}
    }

    private CardForm() {}

    static Typed read(String body, YearMonth now) {
        Map<String, String> fields = fields(body);
        Optional<TestCard> card = TestCard.ofNumber(Digits.bare(fields.getOrDefault("number", "")));
        if (card.isEmpty()) {
            return new Typed.Wrong(USE_TEST_NUMBER);
        }
        Optional<YearMonth> expiry = expiry(fields.getOrDefault("expiry", "").strip());
        if (expiry.isEmpty() || expiry.get().isBefore(now)) {
            return new Typed.Wrong("Give an expiry date that is to come, as MM/YY.");
        }
        if (!CVC.matcher(fields.getOrDefault("cvc", "").strip()).matches()) {
            return new Typed.Wrong("Give a security code of three or four digits.");
        }
        return new Typed.Good(card.get(), expiry.get());
    }

    private static Optional<YearMonth> expiry(String text) {
        Matcher matcher = EXPIRY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    YearMonth.of(
                            2000 + Integer.parseInt(matcher.group(2)),
                            Integer.parseInt(matcher.group(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", FIELDS_MAX)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
