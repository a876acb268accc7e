package dev.plat.hosting.serve;

import java.time.Duration;

/**
 * What one visitor, and all of them together, may take. Beyond it: 414, 431, or the connection is
 * closed.
 *
 * @param requestLineBytes without its line end
 * @param headBytes the request line and all fields
 * @param fields how many
 * @param headTime from the first byte of a head to its end; also from the connect
 * @param handshakeTime from the connect to the end of a TLS handshake
 * @param idleTime between two requests
 * @param stallTime without any progress of an answer
 * @param connections of this node
 * @param lookups answers that wait for a disk or the network at one time
 * @param drainTime how long {@code close} waits for answers under way
 */
public record EdgeLimits(
        int requestLineBytes,
        int headBytes,
        int fields,
        Duration headTime,
        Duration handshakeTime,
        Duration idleTime,
        Duration stallTime,
        int connections,
        int lookups,
        Duration drainTime) {

    public static EdgeLimits defaults() {
        return new EdgeLimits(
                8 << 10,
                16 << 10,
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(20),
                100_000,
                512,
                Duration.ofSeconds(20));
    }
}
