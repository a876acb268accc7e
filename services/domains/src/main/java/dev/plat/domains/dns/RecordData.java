package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

/**
 * A record's value in its one normal form, so that two spellings of a value are equal. dnsjava
 * reads and writes the zone file's notation; what stands here is what that notation would let
 * through: an unquoted {@code v=DMARC1; p=none} ends at the semicolon, and {@code mail} without a
 * dot is a name of the root.
 */
final class RecordData {

    static final int LENGTH_MAX = 4_096;

    private static final int STRING_MAX = 255;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final Pattern PORT = Pattern.compile("\\bport=\"?(\\d*)");
    private static final Pattern QUOTED =
            Pattern.compile("(\"([^\"\\\\]|\\\\.)*\"\\s*)+", Pattern.DOTALL);
    private static final Pattern CAA =
            Pattern.compile("(\\d{1,3})\\s+([A-Za-z0-9]{1,15})\\s+(.*)", Pattern.DOTALL);
    private static final Map<String, Integer> DIGEST_BYTES = Map.of("1", 20, "2", 32, "4", 48);
    private static final Set<RecordType> HOSTS = Set.of(RecordType.NS, RecordType.MX);

    private RecordData() {}

    /**
     * The normal form.
     *
     * @throws PlatException record-invalid
     */
    static String normal(RecordType type, String text) {
        String trimmed = text.strip();
        if (trimmed.length() > LENGTH_MAX || trimmed.chars().anyMatch(Character::isISOControl)) {
            throw invalid(type, text);
        }
        String notation =
                switch (type) {
                    case A, AAAA -> address(type, trimmed);
                    case CNAME, NS -> pointing(type, trimmed, 0);
                    case MX -> pointing(type, trimmed, 1);
                    case SRV -> pointing(type, trimmed, 3);
                    case TXT -> texts(type, trimmed);
                    case CAA -> caa(trimmed);
                    case DS -> ds(trimmed);
                    case HTTPS -> https(trimmed);
                };
        try {
            return org.xbill.DNS.Record.fromString(
                            Name.root, type.code(), DClass.IN, 0, notation, Name.root)
                    .rdataToString();
        } catch (IOException | RuntimeException e) {
            throw invalid(type, text);
        }
    }

    private static String address(RecordType type, String text) {
        int family = type == RecordType.A ? org.xbill.DNS.Address.IPv4 : org.xbill.DNS.Address.IPv6;
        byte[] bytes = org.xbill.DNS.Address.toByteArray(text, family);
        boolean mapped = type == RecordType.AAAA && text.contains(".");
        if (bytes == null || mapped) {
            throw invalid(type, text);
        }
        return text;
    }

    /** Numbers, and then a name. */
    private static String pointing(RecordType type, String text, int numbers) {
        String[] parts = text.split("\\s+", -1);
        if (parts.length != numbers + 1) {
            throw invalid(type, text);
        }
        for (int i = 0; i < numbers; i++) {
            if (!isUnsigned16(parts[i])) {
                throw invalid(type, text);
            }
        }
        boolean nowhere = numbers > 0 && parts[numbers].equals(".");
        parts[numbers] = nowhere ? "." : target(type, parts[numbers], text);
        return String.join(" ", parts);
    }

    private static boolean isUnsigned16(String text) {
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) <= 65_535;
    }

    private static String target(RecordType type, String name, String whole) {
        String target = DnsName.withoutFinalDot(name).toLowerCase(Locale.ROOT);
        boolean address = target.matches("(.*\\.)?\\d+");
        boolean host = !address && (!HOSTS.contains(type) || !target.contains("_"));
        if (!DnsName.isName(target) || !target.contains(".") || target.startsWith("*") || !host) {
            throw invalid(type, whole);
        }
        return target + ".";
    }

    private static String texts(RecordType type, String text) {
        if (!text.startsWith("\"")) {
            return quoted(text);
        }
        if (!QUOTED.matcher(text).matches()) {
            throw invalid(type, text);
        }
        return text;
    }

    /** Strings of at most 255 octets; a reader joins them without anything between. */
    private static String quoted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder("\"");
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0 && i % STRING_MAX == 0) {
                line.append("\" \"");
            }
            int octet = bytes[i] & 0xff;
            if (octet == '"' || octet == '\\') {
                line.append('\\').append((char) octet);
            } else if (octet < ' ' || octet > '~') {
                line.append("\\%03d".formatted(octet));
            } else {
                line.append((char) octet);
            }
        }
        return line.append('"').toString();
    }

    private static String caa(String text) {
        Matcher parts = CAA.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > 255) {
            throw invalid(RecordType.CAA, text);
        }
        String value = texts(RecordType.CAA, parts.group(3));
        return parts.group(1) + " " + parts.group(2).toLowerCase(Locale.ROOT) + " " + value;
    }

    private static String ds(String text) {
        List<String> parts = List.of(text.split("\\s+", 4));
        if (parts.size() != 4) {
            throw invalid(RecordType.DS, text);
        }
        String digest = parts.get(3).replaceAll("\\s", "");
        int bytes = DIGEST_BYTES.getOrDefault(parts.get(2), 0);
        boolean numbers = parts.subList(0, 3).stream().allMatch(NUMBER.asMatchPredicate());
        if (!numbers || !digest.matches("[0-9A-Fa-f]{" + 2 * bytes + "}") || digest.isEmpty()) {
            throw invalid(RecordType.DS, text);
        }
        return String.join(" ", parts.subList(0, 3)) + " " + digest;
    }

    private static String https(String text) {
        String[] parts = text.split("\\s+", 3);
        boolean comments = text.matches(".*[;()].*");
        if (parts.length < 2 || !isUnsigned16(parts[0]) || comments) {
            throw invalid(RecordType.HTTPS, text);
        }
        Matcher port = PORT.matcher(text);
        if (port.find() && !isUnsigned16(port.group(1))) {
            // dnsjava cuts it down to sixteen bits.
            throw invalid(RecordType.HTTPS, text);
        }
        parts[1] = parts[1].equals(".") ? "." : target(RecordType.HTTPS, parts[1], text);
        return String.join(" ", parts);
    }

    private static PlatException invalid(RecordType type, String text) {
        return new PlatException(
                ErrorCode.RECORD_INVALID,
                "A record's value does not fit its type.",
                "field",
                "value",
                "type",
                type.name(),
                "value",
                text.length() > 200 ? text.substring(0, 200) + "…" : text,
                "expected",
                type.expected());
    }
}
