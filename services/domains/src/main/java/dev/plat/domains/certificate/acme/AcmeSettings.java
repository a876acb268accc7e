package dev.plat.domains.certificate.acme;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One certificate authority.
 *
 * @param name stands in the rows of its orders
 * @param directory its directory, https
 * @param accountKey the file of our account's key there; made when it is missing
 * @param contacts mail addresses, may be empty
 * @param trust PEM of the roots that its own web server is believed by; null: those of the JVM
 * @param timeout of each request
 */
public record AcmeSettings(
        String name,
        URI directory,
        Path accountKey,
        List<String> contacts,
        @Nullable Path trust,
        Duration timeout) {

    /** A CA that has not answered after this will not; acme4j's own limit is 30 s. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    public AcmeSettings {
        contacts = List.copyOf(contacts);
    }

    public static AcmeSettings of(String name, URI directory, Path accountKey) {
        return new AcmeSettings(name, directory, accountKey, List.of(), null, TIMEOUT);
    }
}
