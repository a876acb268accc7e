package dev.plat.ops.bench.router;

import dev.plat.ops.bench.contender.ContenderKind;
import dev.plat.ops.bench.contender.Operation;

/**
 * What one contender did in one stretch of a round.
 *
 * @param meanMicros of a transaction, as its thread saw it
 * @param bytesPerCall allocated by the calling thread
 * @param backends of this contender at the end of the stretch, on all servers
 */
public record Slot(
        int round,
        Operation operation,
        Load load,
        ContenderKind contender,
        long transactions,
        double seconds,
        double meanMicros,
        double p50Micros,
        double p99Micros,
        double bytesPerCall,
        int backends) {

    double perSecond() {
        return transactions / seconds;
    }

    boolean is(Operation which, Load under, ContenderKind who) {
        return operation == which && load.equals(under) && contender == who;
    }
}
