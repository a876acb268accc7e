package dev.plat.router.core.plan;

import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What each bucket weighs in each dimension that was measured and is not nothing throughout; with
 * nothing measured in one dimension, in which each bucket weighs 1.
 */
final class Weights {

    private final double[][] of;
    private final double[] bytes;
    private final boolean counted;

    Weights(PlanInput input) {
        this.bytes = dimension(input.loads(), BucketLoad::bytes);
        List<double[]> dimensions = new ArrayList<>();
        for (double[] each :
                List.of(
                        bytes,
                        dimension(input.loads(), BucketLoad::writes),
                        dimension(input.loads(), BucketLoad::reads))) {
            if (sum(each) > 0) {
                dimensions.add(each);
            }
        }
        this.counted = dimensions.isEmpty();
        if (counted) {
            double[] ones = new double[Bucket.COUNT];
            Arrays.fill(ones, 1);
            dimensions.add(ones);
        }
        this.of = dimensions.toArray(double[][]::new);
    }

    private static double[] dimension(
            Map<Bucket, BucketLoad> loads, ToLongFunction<BucketLoad> field) {
        double mean = loads.values().stream().mapToLong(field).average().orElse(0);
        double[] dimension = new double[Bucket.COUNT];
        for (int bucket = 0; bucket < dimension.length; bucket++) {
            BucketLoad load = loads.get(new Bucket(bucket));
            dimension[bucket] = load == null ? mean : field.applyAsLong(load);
        }
        return dimension;
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** Whether buckets are only counted. */
    boolean counted() {
        return counted;
    }

    int dimensions() {
        return of.length;
    }

    double of(int dimension, int bucket) {
        return of[dimension][bucket];
    }

    /** 0 when bytes were not measured. */
    double bytes(int bucket) {
        return bytes[bucket];
    }
}
