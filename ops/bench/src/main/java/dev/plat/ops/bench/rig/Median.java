package dev.plat.ops.bench.rig;

import java.util.List;

/** A figure over several rounds. */
public record Median(double median, double low, double high) {

    public static Median of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Median(median, sorted.getFirst(), sorted.getLast());
    }

    public String text(String format, String unit) {
        return (format + unit + " (" + format + " to " + format + ")").formatted(median, low, high);
    }
}
