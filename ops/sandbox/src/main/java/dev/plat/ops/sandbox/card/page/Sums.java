package dev.plat.ops.sandbox.card.page;

import dev.plat.ops.sandbox.card.store.Item;
import java.util.Locale;
import java.util.Set;

/** Sums as people read them. */
final class Sums {

    private static final Set<String> WHOLE = Set.of("clp", "jpy", "krw", "vnd");
    private static final Set<String> THREE = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    private Sums() {}

    static String text(Item session) {
        return text(session.number("amount_total"), session.text("currency"));
    }

    static String text(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        if (WHOLE.contains(currency)) {
            return amount + " " + code;
        }
        boolean three = THREE.contains(currency);
        long unit = three ? 1_000 : 100;
        return String.format(
                Locale.ROOT,
                three ? "%d.%03d %s" : "%d.%02d %s",
                amount / unit,
                amount % unit,
                code);
    }
}
