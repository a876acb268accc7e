package dev.plat.domains.name;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells addresses from names as browsers do: a name whose last label is a number is an IPv4 address
 * in one of its old notations (1 to 4 parts; decimal, octal, hexadecimal), or nothing.
 *
 * @see <a href="https://url.spec.whatwg.org/#ends-in-a-number-checker">URL: ends in a number</a>
 */
final class Addresses {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
    private static final Pattern BARE_V6 =
            Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\S*)?(/[0-9]*)?");
    private static final Pattern BRACKETED = Pattern.compile("\\[[^\\]]*:[^\\]]*\\]?(:[0-9]*)?");

    private Addresses() {}

    static boolean isV6(String text) {
        return BARE_V6.matcher(text).matches() || BRACKETED.matcher(text).matches();
    }

    static boolean endsInNumber(String ascii) {
        return NUMBER.matcher(ascii.substring(ascii.lastIndexOf('.') + 1)).matches();
    }

    static boolean isV4(String ascii) {
        List<String> parts = List.of(ascii.split("\\.", -1));
        if (parts.size() > 4) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int bits = last ? 8 * (5 - parts.size()) : 8;
            if (!fits(parts.get(i), bits)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(String part, int bits) {
        if (!NUMBER.matcher(part).matches()) {
            return false;
        }
        if (part.length() > 1 && (part.charAt(1) == 'x' || part.charAt(1) == 'X')) {
            return part.length() == 2 || fits(part.substring(2), 16, bits);
        }
        if (part.length() > 1 && part.charAt(0) == '0') {
            return part.chars().allMatch(digit -> digit < '8') && fits(part, 8, bits);
        }
        return fits(part, 10, bits);
    }

    private static boolean fits(String digits, int radix, int bits) {
        return new BigInteger(digits, radix).bitLength() <= bits;
    }
}
