package dev.plat.resources.client;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a process uses one file tier. Its text shows no secret.
 *
 * @param rootSecretHex at least 32 bytes as hex, the same in every service of the cluster: keys are
 *     derived from it
 * @param serviceSecretHex signs this service's tickets
 * @param serviceName lower-case letters and hyphens
 * @param spoolFolder where large bodies lie while they are sent; made when it is absent, and only
 *     this process's
 * @param connectLimit for a TCP connection
 * @param hedgeAfter how long a read waits for one node before it also asks the next
 * @param readLimit for one slice from one node
 * @param putLimit for one node to take a body, plus one second for each MiB
 * @param backOff how long a node that failed or stood still is asked last
 * @param inFlightBytesMax of bodies and slices in memory together
 */
public record StoreSettings(
        String rootSecretHex,
        String serviceSecretHex,
        String serviceName,
        Path spoolFolder,
        Duration connectLimit,
        Duration hedgeAfter,
        Duration readLimit,
        Duration putLimit,
        Duration backOff,
        int inFlightBytesMax) {

    /** The usual limits: a hedge after 300 ms, 5 s for a read, 10 s for a put, 64 MiB. */
    public static StoreSettings of(
            String rootSecretHex, String serviceSecretHex, String serviceName, Path spoolFolder) {
        return new StoreSettings(
                rootSecretHex,
                serviceSecretHex,
                serviceName,
                spoolFolder,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                64 << 20);
    }

    @Override
    public String toString() {
        return "StoreSettings[" + serviceName + ", " + spoolFolder + "]";
    }
}
