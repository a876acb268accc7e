package dev.plat.building.render;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for one document: keys sorted, no white space, numbers as RFC 8785 writes them, so that
 * unchanged content has an unchanged digest. One exception to RFC 8785: a {@code style} object
 * keeps its order, because the order of CSS declarations carries meaning.
 */
final class CanonicalJson {

    private static final double INTEGRAL_MAX = 1e21;

    private final StringBuilder out = new StringBuilder(4_096);

    static byte[] write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value, false);
        return json.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value, boolean keepOrder) {
        switch (value) {
            case Map<?, ?> map -> object(map, keepOrder);
            case List<?> list -> array(list);
            case String text -> string(text);
            case Double number -> number(number);
            case Json _ -> out.append("null");
            default -> out.append(value);
        }
    }

    private void object(Map<?, ?> map, boolean keepOrder) {
        // String's order is by UTF-16 unit, which is what RFC 8785 asks for.
        Map<?, ?> ordered = keepOrder ? map : new TreeMap<>(map);
        char before = '{';
        for (Map.Entry<?, ?> entry : ordered.entrySet()) {
            out.append(before);
            string((String) entry.getKey());
            out.append(':');
            value(entry.getValue(), entry.getKey().equals("style"));
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void array(List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(list.get(i), false);
        }
        out.append(']');
    }

    private void number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < INTEGRAL_MAX) {
            out.append(new BigDecimal(number).toBigInteger());
            return;
        }
        String text = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        if (Math.abs(number) >= 1e-6 && Math.abs(number) < INTEGRAL_MAX) {
            out.append(text);
            return;
        }
        String exponent = Double.toString(number).replace(".0E", "E").replace('E', 'e');
        out.append(exponent.contains("e-") ? exponent : exponent.replace("e", "e+"));
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || (Character.isSurrogate(c) && !paired(text, i))) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
