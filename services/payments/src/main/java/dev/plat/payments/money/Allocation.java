package dev.plat.payments.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shares an amount out by weights so that the parts sum to the whole: each part is rounded down on
 * its magnitude, and what is left goes unit by unit to those that lost most (largest remainder,
 * after Alexander Hamilton's apportionment of 1792), among equals to the earlier line. No part is
 * more than one unit away from its exact share.
 */
public final class Allocation {

    private Allocation() {}

    /** A part rounded down, and what was cut off, in parts of the weights' sum. */
    private record Cut(int line, long part, long remainder) {}

    /**
     * One part for each weight, in their order; all zero when all weights are.
     *
     * @param total any sign; the parts have the same
     * @param weights none below zero; their sum, and the product of total and each, within 127 bits
     * @throws IllegalArgumentException when there is an amount and nothing to weigh it by
     */
    public static List<Money> byWeight(Money total, List<Long> weights) {
        long sum = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight below zero: " + weight);
            }
            sum = Math.addExact(sum, weight);
        }
        if (sum == 0) {
            if (!total.isZero()) {
                throw new IllegalArgumentException("nothing to share " + total + " out by");
            }
            return weights.stream().map(_ -> total).toList();
        }
        long magnitude = Math.absExact(total.minor());
        List<Cut> cuts = new ArrayList<>(weights.size());
        long left = magnitude;
        for (int line = 0; line < weights.size(); line++) {
            Cut cut = cut(line, magnitude, weights.get(line), sum);
            left -= cut.part;
            cuts.add(cut);
        }
        long[] parts = cuts.stream().mapToLong(Cut::part).toArray();
        cuts.stream()
                .sorted(Comparator.comparingLong(Cut::remainder).reversed())
                .limit(left)
                .forEach(cut -> parts[cut.line]++);
        return IntStream.range(0, parts.length)
                .mapToObj(line ->
                        new Money(
                                total.isNegative() ? -parts[line] : parts[line], total.currency()))
                .toList();
    }

    private static Cut cut(int line, long magnitude, long weight, long sum) {
        if (Math.multiplyHigh(magnitude, weight) == 0 && magnitude * weight >= 0) {
            long product = magnitude * weight;
            return new Cut(line, product / sum, product % sum);
        }
        BigInteger product = BigInteger.valueOf(magnitude).multiply(BigInteger.valueOf(weight));
        BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(sum));
        return new Cut(line, parts[0].longValueExact(), parts[1].longValueExact());
    }
}
