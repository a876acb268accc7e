package dev.plat.hosting.release;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Which names a file of a release may have. A path has no leading slash; what passes here can be
 * asked for by a URL in exactly one way, and never leaves its folder on any disk.
 */
public final class PathRules {

    public static final int BYTES_MAX = 1024;

    /** Names below it belong to Plat on every host. */
    static final String RESERVED = ".plat";

    private PathRules() {}

    /** The first rule that {@code path} breaks. */
    public static Optional<Violation> check(String path) {
        if (path.isEmpty()) {
            return refuse(path, "path-empty", "nothing", "1 to " + BYTES_MAX + " bytes");
        }
        int bytes = utf8Length(path);
        if (bytes < 0) {
            return refuse(path, "path-utf8", "a lone surrogate", "well-formed UTF-8");
        }
        if (bytes > BYTES_MAX) {
            return refuse(path, "path-length", bytes + " bytes", "at most " + BYTES_MAX + " bytes");
        }
        Optional<Violation> character = checkCharacters(path);
        if (character.isPresent()) {
            return character;
        }
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            return refuse(path, "path-nfc", "another normal form", "Unicode NFC");
        }
        return checkSegments(path);
    }

    /** Controls are those of ASCII and Latin-1, with DEL. */
    public static boolean isControl(int character) {
        return character < 0x20 || (character >= 0x7F && character <= 0x9F);
    }

    private static Optional<Violation> checkCharacters(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (isControl(c)) {
                return refuse(
                        path, "path-control", "U+%04X".formatted((int) c), "no control character");
            }
            if (c == '\\') {
                return refuse(path, "path-backslash", "\\", "slashes");
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> checkSegments(String path) {
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.isEmpty()) {
                return refuse(
                        path,
                        "path-segment-empty",
                        "an empty segment",
                        "no slash at either end and no two together");
            }
            if (segment.equals(".") || segment.equals("..")) {
                return refuse(path, "path-dots", segment, "names other than . and ..");
            }
        }
        if (segments[0].equals(RESERVED)) {
            return refuse(path, "path-reserved", RESERVED, "names outside " + RESERVED);
        }
        return Optional.empty();
    }

    /** −1 when it has no UTF-8 form. */
    private static int utf8Length(String path) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(path)).remaining();
        } catch (CharacterCodingException _) {
            return -1;
        }
    }

    private static Optional<Violation> refuse(
            String path, String rule, String value, String allowed) {
        return Optional.of(new Violation(shorten(path), rule, value, allowed));
    }

    private static String shorten(String path) {
        return path.length() > 200 ? path.substring(0, 200) + "…" : path;
    }
}
