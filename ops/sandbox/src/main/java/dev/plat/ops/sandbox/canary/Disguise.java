package dev.plat.ops.sandbox.canary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes in which a number that somebody typed may lie somewhere, as bytes. */
final class Disguise {

    private static final List<String> SEPARATORS = List.of("", " ", "-", ".", "+", "%20", "%2D");

    private Disguise() {}

    /** By what the shape is called. */
    static Map<String, byte[]> all(String digits) {
        Map<String, byte[]> shapes = new LinkedHashMap<>();
        for (String separator : SEPARATORS) {
            String text = String.join(separator, groups(digits));
            String what = separator.isEmpty() ? "plain" : "grouped by '" + separator + "'";
            shapes.put(what, text.getBytes(StandardCharsets.ISO_8859_1));
            shapes.put(what + ", UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
            shapes.put(what + ", UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
            for (int offset = 0; offset < 3; offset++) {
                shapes.put(what + ", Base64 at " + offset, base64(text, offset));
            }
        }
        StringBuilder encoded = new StringBuilder();
        digits.chars().forEach(digit -> encoded.append('%').append(Integer.toHexString(digit)));
        shapes.put("URL-encoded", encoded.toString().getBytes(StandardCharsets.ISO_8859_1));
        return shapes;
    }

    /** Fours; fourteen and fifteen digits as 4-6 and the rest. */
    private static List<String> groups(String digits) {
        if (digits.length() < 16) {
            return List.of(digits.substring(0, 4), digits.substring(4, 10), digits.substring(10));
        }
        return Arrays.asList(digits.split("(?<=\\G.{4})"));
    }

    /** What is the same whatever stands around it, when so many bytes of a triple stand before. */
    private static byte[] base64(String text, int offset) {
        byte[] bytes = new byte[offset + text.length()];
        System.arraycopy(
                text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, offset, text.length());
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(bytes);
        // Characters that also hold bits of a neighbour are left away.
        int from = offset == 0 ? 0 : offset + 1;
        int to = bytes.length % 3 == 0 ? encoded.length : encoded.length - 1;
        return Arrays.copyOfRange(encoded, from, to);
    }
}
