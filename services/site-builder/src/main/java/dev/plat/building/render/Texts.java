package dev.plat.building.render;

import java.nio.charset.StandardCharsets;

/** How a JSON scalar reads as text. */
final class Texts {

    private Texts() {}

    static String ofScalar(Object value) {
        return value instanceof String text
                ? text
                : new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
    }

    static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
