package dev.plat.domains;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whom certificates are ordered from, under {@code plat.certificates.*}; without an issuer none
 * are.
 *
 * @param issuer {@code local-ca} or {@code acme}
 * @param caFolder the local CA's files
 * @param recipient public key file of the hosting tier, to which private keys are sealed
 * @param challenge how an ACME CA is shown that a name is ours; zones of ours take dns-01
 * @param workers orders worked on at once by this process
 * @param lease how long an order of a process that has gone silent is left alone
 * @param tlsPort where visitors of names come to, in links and for tls-alpn-01
 * @param work false for a process that only answers
 */
@ConfigurationProperties("plat.certificates")
record CertificateConfig(
        @Nullable String issuer,
        @Nullable Path caFolder,
        @Nullable Path recipient,
        @Bindable(defaultValue = "http-01") String challenge,
        @Bindable(defaultValue = "4") int workers,
        @Bindable(defaultValue = "120s") Duration lease,
        @Bindable(defaultValue = "443") int tlsPort,
        @Bindable(defaultValue = "true") boolean work) {}
