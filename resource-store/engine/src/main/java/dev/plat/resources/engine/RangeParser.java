package dev.plat.resources.engine;

import dev.plat.resources.blob.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP's {@code Range} (RFC 9110 §14.2) against a length: {@code first-last}, {@code first-},
 * {@code -suffix}, clamped; ranges that touch or overlap become one, which keeps a short header
 * from asking for the same bytes many times. Malformed ones, unknown units and more than {@code
 * partsMax} parts mean the whole, as the RFC allows.
 *
 * <p>Threads: safe.
 */
public final class RangeParser {

    private static final String UNIT = "bytes=";
    private static final int DIGITS_MAX = 18;

    private final int partsMax;

    /**
     * @param partsMax how many parts a request may ask for, 1 or more
     */
    public RangeParser(int partsMax) {
        this.partsMax = partsMax;
    }

    /** What to send. */
    public sealed interface Selection {}

    /** 200 with everything. */
    public record Whole() implements Selection {}

    /** 206 with these, in the order asked for; at least one, none empty. */
    public record Parts(List<ByteRange> ranges) implements Selection {

        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /** 416 with the length in {@code Content-Range: bytes *}{@code /length}. */
    public record Unsatisfiable(long length) implements Selection {}

    /**
     * What {@code header} selects of a resource.
     *
     * @param header the field's value, null when the request has none
     */
    public Selection parse(@Nullable String header, long length) {
        if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return new Whole();
        }
        List<ByteRange> ranges = new ArrayList<>();
        int specs = 0;
        for (String element : header.substring(UNIT.length()).split(",", -1)) {
            String spec = stripBlanks(element);
            if (spec.isEmpty()) {
                continue;
            }
            specs++;
            Optional<Spec> parsed = Spec.parse(spec);
            if (parsed.isEmpty() || specs > partsMax) {
                return new Whole();
            }
            parsed.get().of(length).ifPresent(range -> merge(ranges, range));
        }
        if (specs == 0) {
            return new Whole();
        }
        return ranges.isEmpty() ? new Unsatisfiable(length) : new Parts(ranges);
    }

    /** Into the place of the first that it touches; what the larger one then touches joins it. */
    private static void merge(List<ByteRange> ranges, ByteRange range) {
        ByteRange merged = range;
        int place = -1;
        for (int i = 0; i < ranges.size(); i++) {
            ByteRange other = ranges.get(i);
            if (other.first() > merged.end() || merged.first() > other.end()) {
                continue;
            }
            merged =
                    new ByteRange(
                            Math.min(merged.first(), other.first()),
                            Math.max(merged.end(), other.end()));
            ranges.remove(i);
            place = place < 0 || i < place ? i : place;
            i = -1;
        }
        ranges.add(place < 0 ? ranges.size() : Math.min(place, ranges.size()), merged);
    }

    private static String stripBlanks(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && isBlank(text.charAt(from))) {
            from++;
        }
        while (end > from && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * One element.
     *
     * @param first −1 for a suffix
     * @param last of a suffix its length; {@link Long#MAX_VALUE} for an open end
     */
    private record Spec(long first, long last) {

        static Optional<Spec> parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return Optional.empty();
            }
            String before = text.substring(0, dash);
            String after = text.substring(dash + 1);
            if (!isNumber(before) || !isNumber(after) || (before.isEmpty() && after.isEmpty())) {
                return Optional.empty();
            }
            long first = before.isEmpty() ? -1 : number(before);
            long last = after.isEmpty() ? Long.MAX_VALUE : number(after);
            return first > last ? Optional.empty() : Optional.of(new Spec(first, last));
        }

        /** Empty when nothing of it is there. */
        Optional<ByteRange> of(long length) {
            if (first < 0) {
                long count = Math.min(last, length);
                return count == 0
                        ? Optional.empty()
                        : Optional.of(new ByteRange(length - count, length));
            }
            if (first >= length) {
                return Optional.empty();
            }
            return Optional.of(new ByteRange(first, Math.min(last, length - 1) + 1));
        }

        private static boolean isNumber(String text) {
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        /** Beyond any length when it has too many digits. */
        private static long number(String digits) {
            String significant = digits.replaceFirst("^0+(?=.)", "");
            return significant.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(significant);
        }
    }
}
