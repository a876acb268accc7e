package dev.plat.domains.dns.answer;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How much one network may ask over UDP, where the sender's address may be a lie and the answer a
 * weapon. A network is a /24 or a /56. Each has one number, the moment at which all it has asked so
 * far is paid for (the virtual scheduling form of GCRA, ITU-T I.371); it may run ahead of the clock
 * by the burst. Networks that fall on one of the fixed places share it: memory has a bound, and the
 * salt keeps others from choosing who shares.
 *
 * <p>Threads: safe.
 */
final class RateLimit {

    private static final int PLACES = 1 << 16;
    private static final int PREFIX_4 = 3;
    private static final int PREFIX_6 = 7;

    private final AtomicLongArray paidUntil = new AtomicLongArray(PLACES);
    private final LongSupplier nanos;
    private final long start;
    private final long salt;
    private final long each;
    private final long ahead;

    RateLimit(int perSecond, int burst, long salt, LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.salt = salt;
        this.each = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.ahead = each * burst;
    }

    /** Counts a question, or says that this is too much. */
    boolean allows(InetAddress from) {
        int place = place(from.getAddress());
        long now = nanos.getAsLong() - start;
        while (true) {
            long paid = paidUntil.get(place);
            long next = Math.max(paid, now) + each;
            if (next - now > ahead) {
                return false;
            }
            if (paidUntil.compareAndSet(place, paid, next)) {
                return true;
            }
        }
    }

    private int place(byte[] address) {
        int octets = address.length == 4 ? PREFIX_4 : PREFIX_6;
        long hash = salt;
        for (int i = 0; i < octets; i++) {
            hash = (hash ^ address[i]) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 48);
    }
}
