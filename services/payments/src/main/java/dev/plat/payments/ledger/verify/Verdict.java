package dev.plat.payments.ledger.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look through books found.
 *
 * @param findings the first of each bucket that has one
 * @param heads of the buckets without a finding, to be kept where those who write the books cannot
 *     change them
 */
public record Verdict(
        int buckets, long journals, long entries, List<Finding> findings, List<Head> heads) {

    public static final Verdict NOTHING = new Verdict(0, 0, 0, List.of(), List.of());

    public Verdict and(Verdict other) {
        return new Verdict(
                buckets + other.buckets,
                journals + other.journals,
                entries + other.entries,
                joined(findings, other.findings),
                joined(heads, other.heads));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
