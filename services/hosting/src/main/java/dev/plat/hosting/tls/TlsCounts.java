package dev.plat.hosting.tls;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened at the entrance since the start.
 *
 * <p>Threads: safe.
 */
public final class TlsCounts {

    /** Eighths of a power of two: a quantile is right to an eighth. */
    private static final int PARTS = 8;

    private final AtomicLongArray refusals = new AtomicLongArray(64 * PARTS);
    private final LongAdder refused = new LongAdder();
    private final LongAdder fileReads = new LongAdder();
    private final LongAdder rowReads = new LongAdder();
    private final LongAdder expiredServed = new LongAdder();

    void refused(long nanos) {
        refused.increment();
        refusals.incrementAndGet(bin(Math.max(PARTS, nanos)));
    }

    void fileRead() {
        fileReads.increment();
    }

    void rowRead() {
        rowReads.increment();
    }

    void expiredServed() {
        expiredServed.increment();
    }

    /** Handshakes refused because of their name. */
    public long refused() {
        return refused.sum();
    }

    /** Reads of sealed files, whatever came of them. */
    public long fileReads() {
        return fileReads.sum();
    }

    /** Questions to the hosting tier. */
    public long rowReads() {
        return rowReads.sum();
    }

    /** Expired certificates brought into memory, since nothing newer was there. */
    public long expired() {
        return expiredServed.sum();
    }

    /**
     * How long a refusal took, from the last byte of the client's hello to the alert on its way: an
     * upper bound of this quantile in nanoseconds; 0 before the first.
     */
    public long refusalNanos(double quantile) {
        long wanted = (long) Math.ceil(refused.sum() * quantile);
        long seen = 0;
        for (int i = 0; i < refusals.length(); i++) {
            seen += refusals.get(i);
            if (seen >= wanted && seen > 0) {
                return ((PARTS + i % PARTS + 1L) << (i / PARTS)) >> 3;
            }
        }
        return 0;
    }

    /** 2^k·(1 + p/8) stands at 8·k + p. */
    private static int bin(long nanos) {
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int part = (int) (nanos >>> Math.max(0, power - 3)) & (PARTS - 1);
        return power * PARTS + part;
    }
}
