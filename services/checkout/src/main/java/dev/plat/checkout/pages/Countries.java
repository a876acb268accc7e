package dev.plat.checkout.pages;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where people live. */
public final class Countries {

    /**
     * One of them.
     *
     * @param code of ISO 3166
     * @param name in English
     */
    public record Country(String code, String name) {}

    private static final List<Country> ALL =
            Arrays.stream(Locale.getISOCountries())
                    .map(code ->
                            new Country(
                                    code, Locale.of("", code).getDisplayCountry(Locale.ENGLISH)))
                    .sorted(Comparator.comparing(Country::name))
                    .toList();

    private Countries() {}

    /** By their names. */
    public static List<Country> all() {
        return ALL;
    }
}
