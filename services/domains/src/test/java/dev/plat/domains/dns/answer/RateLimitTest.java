package dev.plat.domains.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final RateLimit limit = new RateLimit(10, 20, 7, nanos::get);

    @Test
    void aNetworkHasItsBurstAndThenItsRate() {
        byte[] asker = {(byte) 192, 0, 2, 1};

        assertThat(allowed(asker, 100)).isEqualTo(20);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(allowed(asker, 100)).isEqualTo(10);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(allowed(asker, 100)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.254, 0",
        "192.0.2.1, 192.0.3.1, 20",
        "2001:db8:0:0::1, 2001:db8:0:ff::1, 0",
        "2001:db8:0:0::1, 2001:db8:0:100::1, 20"
    })
    void neighboursShareAndStrangersDoNot(String first, String second, long left)
            throws UnknownHostException {
        allowed(address(first), 100);

        assertThat(allowed(address(second), 100)).isEqualTo(left);
    }

    private static byte[] address(String text) {
        int family = text.contains(":") ? org.xbill.DNS.Address.IPv6 : org.xbill.DNS.Address.IPv4;
        return org.xbill.DNS.Address.toByteArray(text, family);
    }

    private long allowed(byte[] from, int questions) {
        return IntStream.range(0, questions).filter(_ -> limit.allows(peer(from))).count();
    }

    private static InetAddress peer(byte[] from) {
        try {
            return InetAddress.getByAddress(from);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
