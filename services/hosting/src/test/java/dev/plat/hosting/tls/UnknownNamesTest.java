package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.serve.EdgeNode;
import dev.plat.router.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scanners ask for names that nobody has. Each gets its alert from memory, without a question to
 * disk or tier, and leaves nothing behind. {@code -Dplat.sni.names=1000000} asks that many, and
 * wants them refused within a millisecond at the 99th percentile.
 */
class UnknownNamesTest {

    private static final int NAMES = Integer.getInteger("plat.sni.names", 20_000);
    private static final int CLIENTS = 2;
    private static final int LONG_FORM = 1_000_000;
    private static final long SEED = Long.getLong("plat.sni.seed", 20_261_122L);
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};
    private static final long GROWTH_MAX = 8 << 20;

    @TempDir Path folder;
    private final TestCa ca = new TestCa();
    private EdgeNode node;

    @BeforeEach
    void start() throws IOException {
        node = new EdgeNode(folder);
        node.rows.rows.put("shop.test", ca.issue("shop.test", 1, node.keys.publicKey()));
        node.tell(node.routed("shop.test", 1, 1, false));
        Waits.until("it is here", () -> node.index.names().held("shop.test") == 1);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aNameThatNobodyHasCostsNothingAndLeavesNothing() throws Exception {
        long p99 = round();

        // A figure of this machine, and so measured when somebody asks for the long form alone.
        if (NAMES >= LONG_FORM) {
            assertThat(p99).isLessThanOrEqualTo(Duration.ofMillis(1).toNanos());
        }
    }

    private long round() throws Exception {
        ask(Math.min(NAMES, 10_000), SEED - 1);
        // A refusal is counted before its connection is closed, though not before its alert
        // arrives.
        Waits.until("all are closed", () -> node.connections() == 0);
        TlsCounts counts = node.certificates.counts();
        long rows = counts.rowReads();
        long files = counts.fileReads();
        long refused = counts.refused();
        long heap = heapAfterCollection();

        ask(NAMES, SEED);

        Waits.until("all are closed", () -> node.connections() == 0);
        long growth = heapAfterCollection() - heap;
        long p99 = counts.refusalNanos(0.99);
        System.out.printf(
                "%d unknown names: p50 %d µs, p99 %d µs, p99.9 %d µs at the server,"
                        + " heap %+d KiB; replay with -Dplat.sni.seed=%d%n",
                NAMES,
                counts.refusalNanos(0.5) / 1000,
                p99 / 1000,
                counts.refusalNanos(0.999) / 1000,
                growth >> 10,
                SEED);
        assertThat(counts.refused() - refused).isEqualTo(NAMES);
        assertThat(counts.rowReads()).isEqualTo(rows);
        assertThat(counts.fileReads()).isEqualTo(files);
        assertThat(growth).isLessThan(GROWTH_MAX);
        assertThat(node.index.names().size()).isEqualTo(1);
        return p99;
    }

    private void ask(int names, long seed) throws Exception {
        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                int count = names / CLIENTS + (i < names % CLIENTS ? 1 : 0);
                asked.add(
                        clients.submit(() -> {
                            for (int k = 0; k < count; k++) {
                                askOne(random);
                            }
                            return null;
                        }));
            }
            for (Future<?> each : asked) {
                each.get();
            }
        }
    }

    private void askOne(SplittableRandom random) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.tlsPort())) {
            socket.setSoTimeout(20_000);
            // Closed hard, or a million connections would wait for their end on this side.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(hello(name(random)));
            assertThat(socket.getInputStream().readNBytes(UNRECOGNIZED_NAME.length))
                    .isEqualTo(UNRECOGNIZED_NAME);
        }
    }

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        int labels = random.nextInt(1, 5);
        for (int i = 0; i < labels; i++) {
            for (int left = random.nextInt(1, 16); left > 0; left--) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            name.append('.');
        }
        return name.append(random.nextBoolean() ? "shop.test" : "com").toString();
    }

    /** A client's hello of TLS 1.2 with nothing but the name in it. */
    static byte[] hello(String name) throws IOException {
        byte[] host = name.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(0x0303);
        out.write(new byte[32]);
        out.writeByte(0);
        out.writeShort(2);
        out.writeShort(0x1301);
        out.writeByte(1);
        out.writeByte(0);
        out.writeShort(host.length + 9);
        out.writeShort(0);
        out.writeShort(host.length + 5);
        out.writeShort(host.length + 3);
        out.writeByte(0);
        out.writeShort(host.length);
        out.write(host);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(record);
        framed.writeByte(22);
        framed.writeShort(0x0301);
        framed.writeShort(body.size() + 4);
        framed.writeInt(1 << 24 | body.size());
        framed.write(body.toByteArray());
        return record.toByteArray();
    }

    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
