package dev.plat.resources.server.http;

import java.time.Duration;

/**
 * What one data port lets in.
 *
 * @param headBytesMax of a request's line and of its fields, each
 * @param fieldsMax of a request
 * @param keysMax of one {@code POST /v1/head}
 * @param inFlightBytesMax of bodies and answers in memory together
 * @param connectionsMax open at once
 * @param bodyIdle how long a body or a reader may stand still
 * @param bytesPerSecondMin of a body, on the whole
 * @param connectionIdle how long an unused connection stays
 * @param drain how long requests under way may take to finish when the server stops
 */
public record PortLimits(
        int headBytesMax,
        int fieldsMax,
        int keysMax,
        int inFlightBytesMax,
        int connectionsMax,
        Duration bodyIdle,
        int bytesPerSecondMin,
        Duration connectionIdle,
        Duration drain) {

    public static final PortLimits USUAL =
            new PortLimits(
                    8 << 10,
                    32,
                    1000,
                    64 << 20,
                    4096,
                    Duration.ofSeconds(30),
                    1 << 10,
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(10));

    /** The same with another patience, for tests. */
    public PortLimits withBodyIdle(Duration idle) {
        return new PortLimits(
                headBytesMax,
                fieldsMax,
                keysMax,
                inFlightBytesMax,
                connectionsMax,
                idle,
                bytesPerSecondMin,
                connectionIdle,
                drain);
    }
}
