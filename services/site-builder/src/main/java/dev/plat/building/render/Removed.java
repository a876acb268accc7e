package dev.plat.building.render;

/**
 * One thing the allow-list took out.
 *
 * @param place JSON pointer into the document as it was sent
 * @param value what stood there, at most 200 characters of it
 * @param rule which rule took it out, kebab case: {@code element}, {@code attribute}, {@code url},
 *     {@code css-property}, …
 */
public record Removed(String place, String value, String rule) {

    private static final int VALUE_MAX = 200;

    static String shortened(String value) {
        return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX) + "…";
    }
}
