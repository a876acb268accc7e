package dev.plat.router.controller.planning;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Buckets as people write them and as orders keep them: {@code 7}, {@code 3,17,100-119}. */
public final class BucketText {

    private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
    private static final String EXPECTED = "buckets from 0 to 4095: 7 or 3,17,100-119";

    private BucketText() {}

    /**
     * The buckets meant; none for an empty text.
     *
     * @throws PlatException {@code field-invalid}, naming the part that is wrong
     */
    public static SortedSet<Bucket> parse(String text) {
        SortedSet<Bucket> buckets = new TreeSet<>();
        if (text.isBlank()) {
            return buckets;
        }
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw PlatException.invalidField("buckets", part, EXPECTED);
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first || last >= Bucket.COUNT) {
                throw PlatException.invalidField("buckets", part, EXPECTED);
            }
            for (int number = first; number <= last; number++) {
                buckets.add(new Bucket(number));
            }
        }
        return buckets;
    }

    /** As short as it can be written. */
    public static String of(SortedSet<Bucket> buckets) {
        List<String> parts = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (Bucket bucket : buckets) {
            if (first >= 0 && bucket.number() != last + 1) {
                parts.add(range(first, last));
                first = -1;
            }
            first = first < 0 ? bucket.number() : first;
            last = bucket.number();
        }
        if (first >= 0) {
            parts.add(range(first, last));
        }
        return String.join(",", parts);
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
