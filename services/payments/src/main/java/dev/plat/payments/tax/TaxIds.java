package dev.plat.payments.tax;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of the European Union's VAT numbers, as its VIES service lists them (Greece has EL).
 * Whether a number was given out only that service knows, and it is not asked.
 */
final class TaxIds {

    private static final Map<String, Pattern> FORMS =
            Map.ofEntries(
                    form("AT", "U\\d{8}"),
                    form("BE", "[01]\\d{9}"),
                    form("BG", "\\d{9,10}"),
                    form("CY", "\\d{8}[A-Z]"),
                    form("CZ", "\\d{8,10}"),
                    form("DE", "\\d{9}"),
                    form("DK", "\\d{8}"),
                    form("EE", "\\d{9}"),
                    form("EL", "\\d{9}"),
                    form("ES", "[A-Z0-9]\\d{7}[A-Z0-9]"),
                    form("FI", "\\d{8}"),
                    form("FR", "[A-Z0-9]{2}\\d{9}"),
                    form("HR", "\\d{11}"),
                    form("HU", "\\d{8}"),
                    form("IE", "\\d[A-Z0-9+*]\\d{5}[A-Z]{1,2}"),
                    form("IT", "\\d{11}"),
                    form("LT", "(\\d{9}|\\d{12})"),
                    form("LU", "\\d{8}"),
                    form("LV", "\\d{11}"),
                    form("MT", "\\d{8}"),
                    form("NL", "[A-Z0-9+*]{12}"),
                    form("PL", "\\d{10}"),
                    form("PT", "\\d{9}"),
                    form("RO", "\\d{2,10}"),
                    form("SE", "\\d{12}"),
                    form("SI", "\\d{8}"),
                    form("SK", "\\d{10}"));

    private static final int SHOWN_MAX = 30;

    private TaxIds() {}

    /** Without what people put in between. */
    static String plain(String typed) {
        return typed.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
    }

    static void check(String id, Optional<String> country) {
        String prefix = country.map(code -> code.equals("GR") ? "EL" : code).orElse("");
        if (!FORMS.containsKey(prefix)) {
            throw refused(id, "none, or the country of the European Union that gave it");
        }
        boolean right =
                id.startsWith(prefix)
                        && FORMS.get(prefix).matcher(id.substring(prefix.length())).matches();
        if (!right) {
            throw refused(id, prefix + " and then as " + FORMS.get(prefix).pattern());
        }
    }

    private static PlatException refused(String id, String expected) {
        return new PlatException(
                ErrorCode.TAX_ID_INVALID,
                "This is no VAT number of that country.",
                "value",
                id.length() > SHOWN_MAX ? id.substring(0, SHOWN_MAX) + "…" : id,
                "expected",
                expected);
    }

    private static Map.Entry<String, Pattern> form(String country, String form) {
        return Map.entry(country, Pattern.compile(form));
    }
}
