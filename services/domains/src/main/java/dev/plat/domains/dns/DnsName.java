package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The owner of a record, or what a record points at: unlike a host name it may have labels with an
 * underscore, and {@code *} as its first label.
 *
 * @param value lower case, without final dot, 1 to {@value #LENGTH_MAX} characters
 */
public record DnsName(String value) implements Comparable<DnsName> {

    /** A name of 255 octets on the wire. */
    static final int LENGTH_MAX = 253;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final String EXPECTED =
            "labels of 1 to 63 letters, digits, hyphens and underscores, 253 characters in all;"
                    + " '*' only as the first label";

    public DnsName {
        value = value.toLowerCase(Locale.ROOT);
        if (!isName(value)) {
            throw new PlatException(
                    ErrorCode.RECORD_INVALID,
                    "A record's name is not a name.",
                    "field",
                    "name",
                    "value",
                    value,
                    "expected",
                    EXPECTED);
        }
    }

    /**
     * Takes a name with or without final dot, in any case.
     *
     * @throws PlatException record-invalid
     */
    public static DnsName of(String text) {
        return new DnsName(withoutFinalDot(text));
    }

    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            return false;
        }
        String[] labels = text.toLowerCase(Locale.ROOT).split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            boolean wildcard = i == 0 && labels[i].equals("*");
            if (!wildcard && !LABEL.matcher(labels[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    static String withoutFinalDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** True for the name itself too. */
    public boolean isIn(DnsName zone) {
        return value.equals(zone.value) || value.endsWith("." + zone.value);
    }

    public boolean isWildcard() {
        return value.startsWith("*.");
    }

    /** A name below this one. */
    public DnsName child(String labels) {
        return of(labels + "." + value);
    }

    /** As zone files write it. */
    public String withDot() {
        return value + ".";
    }

    @Override
    public int compareTo(DnsName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
