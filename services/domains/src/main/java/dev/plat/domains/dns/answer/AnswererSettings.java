package dev.plat.domains.dns.answer;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the embedded name server runs.
 *
 * @param addresses each is one name server, all on one port
 * @param folder where the zones' copies lie
 * @param udpPerSecond questions of one /24 or /56
 * @param udpBurst how many more may come at once
 * @param udpThreads for each address
 * @param tcpConnections for each address
 * @param tcpIdle between two questions of a connection
 * @param tcpAge of a connection, however busy
 */
public record AnswererSettings(
        List<InetAddress> addresses,
        int port,
        Path folder,
        int udpPerSecond,
        int udpBurst,
        int udpThreads,
        int tcpConnections,
        Duration tcpIdle,
        Duration tcpAge) {

    private static final int PER_SECOND = 1_000;
    private static final int BURST = 2_000;
    private static final int THREADS = 1;
    private static final int CONNECTIONS = 200;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration AGE = Duration.ofSeconds(60);

    public static AnswererSettings usual(List<InetAddress> addresses, int port, Path folder) {
        return new AnswererSettings(
                addresses, port, folder, PER_SECOND, BURST, THREADS, CONNECTIONS, IDLE, AGE);
    }

    /** For a network that may ask more, such as our own. */
    public AnswererSettings withUdpRate(int perSecond, int burst) {
        return new AnswererSettings(
                addresses,
                port,
                folder,
                perSecond,
                burst,
                udpThreads,
                tcpConnections,
                tcpIdle,
                tcpAge);
    }
}
