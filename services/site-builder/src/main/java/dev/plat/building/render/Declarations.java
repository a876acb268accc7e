package dev.plat.building.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a cleaned {@code style} object the way GrapesJS does, {@code name:value;}, and takes such
 * text apart. The names and values it finds are as unchecked as before.
 */
final class Declarations {

    private Declarations() {}

    static String write(Map<?, ?> style) {
        return write(style, false);
    }

    static String write(Map<?, ?> style, boolean important) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<?, ?> entry : style.entrySet()) {
            List<?> values =
                    entry.getValue() instanceof List<?> list ? list : List.of(entry.getValue());
            for (Object value : values) {
                out.append(entry.getKey()).append(':').append(value);
                out.append(important ? " !important;" : ";");
            }
        }
        return out.toString();
    }

    /** Property to value, or to the list of its values if it stands there more than once. */
    static Map<String, Object> read(String text) {
        Map<String, Object> style = new LinkedHashMap<>();
        for (String declaration : split(text)) {
            int colon = declaration.indexOf(':');
            if (colon > 0) {
                String name = declaration.substring(0, colon).strip();
                String property = name.startsWith("--") ? name : name.toLowerCase(Locale.ROOT);
                style.merge(property, declaration.substring(colon + 1).strip(), Declarations::both);
            } else if (!declaration.isBlank()) {
                style.put(declaration.strip(), "");
            }
        }
        return style;
    }

    private static Object both(Object before, Object after) {
        List<Object> values =
                new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        values.add(after);
        return values;
    }

    /** At semicolons outside strings and parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == ';' && depth <= 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
