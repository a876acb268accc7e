package dev.plat.schemas;

import java.util.Optional;
import java.util.UUID;

/**
 * 128 bits as 26 characters, the first of which carries only three bits. Source:
 * crockford.com/base32.html.
 */
final class CrockfordBase32 {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private CrockfordBase32() {}

    static String encode(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }

    /** Empty for a foreign character or a value above 128 bits. */
    static Optional<UUID> decode(String text) {
        if (text.length() != LENGTH || digit(text.charAt(0)) > 7) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return Optional.of(new UUID(high, low));
    }

    private static int digit(char c) {
        return switch (c) {
            case 'o', 'O' -> 0;
            case 'i', 'I', 'l', 'L' -> 1;
            default -> DIGITS.indexOf(Character.toLowerCase(c));
        };
    }
}
