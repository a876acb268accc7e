package dev.plat.domains;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CA that speaks ACME, under {@code plat.certificates.acme.*}.
 *
 * @param directory its directory, https
 * @param accountKey file of our account's key there; made when it is missing
 * @param contacts mail addresses, may be empty
 * @param trust PEM of the roots its own web server is believed by; null for the JVM's
 * @param limits {@code lets-encrypt}, or {@code none} for a CA that counts nothing
 */
@ConfigurationProperties("plat.certificates.acme")
@Requires(property = "plat.certificates.issuer", value = "acme")
record AcmeConfig(
        URI directory,
        Path accountKey,
        @Bindable(defaultValue = "") List<String> contacts,
        @Nullable Path trust,
        @Bindable(defaultValue = "lets-encrypt") String limits) {}
