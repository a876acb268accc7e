package dev.plat.resources.blob;

/** 256 bits as 64 lower-case hexadecimal digits, the only text form that is understood. */
final class Hex256 {

    private static final int LENGTH = 64;

    private Hex256() {}

    static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(Hex256::isDigit);
    }

    private static boolean isDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
