package dev.plat.router.core.move;

import java.util.Arrays;

/** The write pauses of one move's cutovers, one for each bucket and try. */
final class Pauses {

    private long[] micros = new long[16];
    private int count;

    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = nanos / 1000;
    }

    /** The smallest pause that {@code share} of them do not exceed; 0 before the first. */
    long quantile(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.clamp(rank - 1, 0, count - 1)];
    }
}
